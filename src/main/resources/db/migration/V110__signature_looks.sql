-- Signatures whose keys could not be looked up are looked at again, and a flood of one machine takes look-ups from itself.

-- Address of the machine that handed a mail over; null where it did not come by SMTP, and for what came before.
alter table message add column peer text;

create table signature_look (
    message bigint primary key references message,
    tries integer not null,
    due_at timestamptz not null
);

create index signature_look_due on signature_look (due_at);
