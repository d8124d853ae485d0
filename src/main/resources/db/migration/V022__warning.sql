-- Mails that were offered to the relay and what it said, so that a step tried again writes to nobody twice.
create table handed_mail (
    message_id text primary key,
    incident bigint not null references incident,
    step text not null,
    address text not null,
    handed text not null check (handed in ('accepted', 'deferred', 'refused')),
    reply text not null,
    at timestamptz not null
);

create index handed_mail_by_incident on handed_mail (incident);
