-- Who may come in: people by password, programs by key. Only digests are kept.

create table staff (
    name text primary key,
    role text not null check (role in ('agent', 'lead', 'engineer', 'auditor', 'reporter')),
    password_hash text not null,
    made_at timestamptz not null,
    disabled_at timestamptz
);

create table api_key (
    name text primary key,
    role text not null check (role in ('agent', 'lead', 'engineer', 'auditor', 'reporter')),
    hash text not null unique,
    made_at timestamptz not null,
    ended_at timestamptz
);
