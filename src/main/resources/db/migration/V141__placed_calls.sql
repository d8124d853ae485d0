-- Calls that the program places itself: the intent before it dials, what the exchange told, and a rehearsal's exchange.

create table placed_call (
    id bigint generated always as identity primary key,
    incident bigint not null references incident (id),
    step text not null,
    round integer not null,
    number text not null,
    language text not null,
    spoken_open text not null,
    spoken_told text not null,
    spoken_stranger text not null,
    state text not null check (state in ('intended', 'ringing', 'over', 'dropped')),
    reference text,
    intended_at timestamptz not null,
    ringing_at timestamptz,
    acknowledged_at timestamptz,
    answered_by text,
    last_sequence integer not null default -1,
    outcome text,
    detail text not null default '',
    over_at timestamptz,
    unique (incident, step)
);

create index placed_call_open on placed_call (state, intended_at) where state in ('intended', 'ringing');
create index placed_call_number on placed_call (number, intended_at);

create table call_event (
    call bigint not null references placed_call (id),
    sequence integer not null,
    status text not null,
    at timestamptz not null,
    primary key (call, sequence, status)
);

create table rehearsal_call (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    number text not null,
    incident bigint not null,
    key text not null,
    language text not null,
    words text not null,
    outcome text not null,
    unique (incident, key)
);

create table rehearsal_phone (
    number text primary key,
    outcome text not null
);
