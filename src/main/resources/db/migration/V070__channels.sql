-- What is fetched out of a place that keeps it until we say so, a mailbox or a folder, and what kind of source that place
-- is. New ways in need no migration each: the program's own list holds them.

alter table message drop constraint message_channel_check;
alter table message add constraint message_channel_check check (channel ~ '^[a-z][a-z-]*$');
alter table message add column source text;

-- Written with the message: a crash before the place is told doubles nothing.
create table fetched (
    place text not null,
    generation bigint not null,
    item text not null,
    digest bytea not null,
    message bigint not null references message,
    fetched_at timestamptz not null,
    primary key (place, generation, item)
);

-- Where a place numbers its items anew they are known by what they hold.
create index fetched_by_digest on fetched (place, digest);
