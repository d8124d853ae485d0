-- Where reported names pointed when their reports were read, and reports that wait until that is found out.

create table name_pointed (
    message bigint not null references message,
    name text not null,
    addresses text[] not null,
    asked_at timestamptz not null,
    primary key (message, name)
);

-- due_at is null where nobody asks any more.
create table name_look (
    message bigint primary key references message,
    names text[] not null,
    tries integer not null,
    due_at timestamptz
);

create index name_look_due on name_look (due_at) where due_at is not null;

-- Where names point in a rehearsal; the name * stands for the resolver, which is away while it is there.
create table rehearsal_name (
    name text primary key,
    addresses text[] not null
);
