-- Telephone numbers as they were given and understood, what is wrong with contacts, and who is phoning just now.

create table phone_number (
    number text primary key,
    given text not null,
    e164 text not null,
    extension text,
    region text,
    use text not null check (use in ('anybody', 'people', 'nobody')),
    why text not null
);

create table contact_anomaly (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('wrong-number', 'number-not-dialled', 'number-doubtful')),
    value text not null,
    contact text not null,
    detail text not null,
    incident bigint,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_because text,
    check ((closed_at is null) = (closed_because is null))
);

create unique index contact_anomaly_open on contact_anomaly (kind, value, contact) where closed_at is null;

create table call_claim (
    incident bigint primary key references incident (id),
    round integer not null,
    agent text not null,
    claimed_at timestamptz not null,
    until timestamptz not null
);
