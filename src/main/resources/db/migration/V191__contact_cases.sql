-- More that can be wrong with contacts, and the case that asks for it until it is put right.

alter table contact_anomaly drop constraint contact_anomaly_kind_check;
alter table contact_anomaly add constraint contact_anomaly_kind_check check (kind in (
    'wrong-number', 'number-not-dialled', 'number-doubtful',
    'bounced', 'unreachable', 'unverified', 'mailbox-on-server', 'no-phone'));

-- Null until the cases have taken notice of it, and again once it is put right.
alter table contact_anomaly add seen_at timestamptz;

create index contact_anomaly_unseen on contact_anomaly (opened_at) where seen_at is null;
create index contact_anomaly_by_contact on contact_anomaly (lower(contact)) where closed_at is null;

-- One for each list of contacts with which something is wrong.
create table contact_case (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('customer', 'server')),
    owner text not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    times_told integer not null default 0,
    next_at timestamptz not null
);

create unique index contact_case_open on contact_case (kind, owner) where closed_at is null;

create table contact_case_step (
    id bigint generated always as identity primary key,
    contact_case bigint not null references contact_case,
    at timestamptz not null,
    actor text not null,
    what text not null,
    detail text not null
);

create index contact_case_step_by_case on contact_case_step (contact_case, id);

-- "Is this still right?", asked of each contact at most once a year.
create table contact_review (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('customer', 'server')),
    owner text not null,
    name text not null,
    email text not null,
    asked_at timestamptz not null,
    answered_at timestamptz,
    answer text check (answer in ('right', 'wrong'))
);

create index contact_review_by_contact on contact_review (kind, owner, name, asked_at);
create index contact_review_by_email on contact_review (lower(email), asked_at);

-- Mails about contacts, each once for its occasion and address, until the relay has taken or refused it.
create table contact_mail (
    id bigint generated always as identity primary key,
    occasion text not null check (occasion in ('proposed', 'in-force', 'undone', 'case', 'review')),
    -- number of the change, the case or the review
    about bigint not null,
    -- tells mails of one occasion about one thing apart
    turn integer not null default 1,
    address text not null,
    name text not null,
    language text not null,
    state text not null check (state in ('waiting', 'accepted', 'refused', 'given-up', 'needless')),
    made_at timestamptz not null,
    next_at timestamptz not null,
    tries integer not null default 0,
    settled_at timestamptz,
    reply text not null default '',
    unique (occasion, about, turn, address)
);

create index contact_mail_waiting on contact_mail (next_at) where state = 'waiting';

create index customer_contact_by_verification on customer_contact (verified_at);
create index server_contact_by_verification on server_contact (verified_at);
