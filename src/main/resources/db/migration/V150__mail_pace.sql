-- So many mails a minute go out, over all nodes; one that waits for its turn is not laid to the relay.

create table mail_pace (
    minute timestamptz not null,
    scope text not null,
    mails integer not null,
    primary key (minute, scope)
);

alter table postponed drop constraint postponed_relay_check;
alter table postponed add constraint postponed_relay_check check (relay in ('not-to-blame', 'put-off', 'away', 'paced'));
