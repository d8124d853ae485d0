-- Once a server is mended, somebody has to ask the lists that still name it to take it off.

create table delisting (
    id bigint generated always as identity primary key,
    incident bigint not null references incident,
    server text not null,
    list text not null,
    subject text not null,
    message bigint not null references message,
    opened_at timestamptz not null,
    done_at timestamptz,
    done_by text
);

create unique index delisting_open on delisting (server, list, subject) where done_at is null;
create index delisting_done on delisting (server, list, subject, done_at) where done_at is not null;
create index feed_entry_by_message on feed_entry (message);
