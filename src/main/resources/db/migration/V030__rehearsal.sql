-- What the stand-ins of rehearsal mode were asked, and what they are set to. Empty where the desk works for real.

create table rehearsal_clock (
    id boolean primary key default true check (id),
    now timestamptz not null
);

create table rehearsal_mail (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    message_id text not null,
    recipient text not null,
    envelope_from text not null,
    sender text not null,
    subject text not null,
    headers text not null,
    body text not null,
    html text,
    incident text,
    unique (message_id, recipient)
);

create table rehearsal_mail_fault (
    address text primary key,
    answer text not null
);

create table rehearsal_server (
    server text primary key,
    network boolean not null default true,
    power boolean not null default true,
    repair boolean not null default false,
    null_routes text[] not null default '{}'
);

create table rehearsal_request (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    server text not null,
    kind text not null,
    key text not null
);

create table rehearsal_network_fault (
    kind text primary key check (kind in ('timeout-after-acting', 'refuse', 'hang')),
    times integer not null check (times > 0)
);

create table rehearsal_probe (
    server text primary key,
    persisting text not null check (persisting in ('yes', 'no', 'unknown'))
);
