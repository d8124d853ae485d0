-- Retests look where reports say that something is open, and every look is written down.

alter table sighting add column ports integer[] not null default '{}';

create table probe (
    id bigint generated always as identity primary key,
    incident bigint not null references incident,
    server text not null,
    judgement text not null,
    asked_by text not null,
    service text not null,
    address text not null,
    port integer not null,
    sent text not null,
    came text not null,
    value text not null check (value in ('yes', 'no', 'unknown')),
    content text,
    began timestamptz not null,
    ended timestamptz not null
);

create index probe_by_server on probe (server, began);
create index probe_by_time on probe (began);
create index probe_by_incident on probe (incident);
