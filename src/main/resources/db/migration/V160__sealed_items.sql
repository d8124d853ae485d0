-- Customers' passwords, and mails that hold one: sealed with a key that is not in the database.

create table sealed_item (
    incident bigint not null references incident,
    number integer not null,
    kind text not null check (kind in ('drop', 'mail')),
    sealed bytea not null,
    kept_at timestamptz not null,
    primary key (incident, number)
);

alter table sealed_item alter column sealed set storage external;
