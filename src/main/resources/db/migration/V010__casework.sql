-- What was accepted, what became of it, and the incidents it led to.

create table message (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    channel text not null check (channel in ('smtp', 'api', 'hand')),
    envelope_from text not null,
    envelope_to text[] not null,
    submitted_by text,
    content_type text not null,
    body bytea not null,
    body_size integer not null,
    digest bytea not null,
    idempotency_key text,
    hint text,
    state text not null check (state in ('accepted', 'joined', 'duplicate', 'queued', 'closed')),
    reason text,
    read_at timestamptz,
    report text
);

-- Bodies are compressed by the program.
alter table message alter column body set storage external;

create index message_unread on message (received_at, id) where state = 'accepted';
create index message_queued on message (received_at, id) where state = 'queued';
create unique index message_by_key on message (submitted_by, idempotency_key) where idempotency_key is not null;

create table incident (
    id bigint generated always as identity (start with 1001) primary key,
    server text not null,
    customer text not null,
    category text not null,
    types text[] not null,
    policy text not null,
    policy_version text not null,
    state text not null,
    persisting text not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    next_step text,
    due_at timestamptz,
    blocked_by text,
    deadline timestamptz,
    look_at timestamptz,
    busy_node uuid,
    assigned_to text,
    source text,
    warned_at timestamptz,
    reports integer not null default 0,
    reporters integer not null default 0,
    first_seen timestamptz,
    last_seen timestamptz,
    entries integer not null,
    head bytea not null,
    checkpointed integer not null default 0
);

create unique index incident_open on incident (server, category, policy) where closed_at is null;
create index incident_due on incident (look_at, id) where look_at is not null;
create index incident_by_due on incident (due_at, id) where closed_at is null;
create index incident_by_customer on incident (customer, id);
create index incident_by_server on incident (server, id);
create index incident_by_state on incident (state, id);
create index incident_warned on incident (source, warned_at) where warned_at is not null;
create index incident_unchecked on incident (id) where checkpointed < entries;

create table timeline_entry (
    incident bigint not null,
    seq integer not null,
    at timestamptz not null,
    actor_role text not null,
    actor text not null,
    kind text not null,
    body text not null,
    hash bytea not null,
    primary key (incident, seq)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the timeline is only ever added to';
end $$;

create trigger timeline_entry_is_final before update or delete or truncate on timeline_entry
    for each statement execute function refuse_change();

-- Texts of people, apart from the chain, so that lawful erasure leaves it whole.
create table personal_text (
    digest text not null,
    incident bigint not null,
    body text not null,
    primary key (incident, digest)
);

-- One report's findings on one incident; a storm is rows here, not entries there.
create table sighting (
    id bigint generated always as identity primary key,
    incident bigint not null references incident,
    message bigint not null references message,
    type text not null,
    address text,
    url text,
    observed_at timestamptz,
    zone_known boolean not null,
    received_at timestamptz not null,
    weight text not null check (weight in ('trusted', 'telemetry', 'authenticated', 'none')),
    reporter text not null,
    domain text,
    source_type text not null,
    owned boolean not null,
    excerpt text not null,
    duplicate boolean not null default false,
    content_key bytea
);

create index sighting_by_incident on sighting (incident, received_at);
create index sighting_by_message on sighting (message);
create index sighting_by_key on sighting (content_key) where content_key is not null;

create table incident_reporter (
    incident bigint not null references incident,
    reporter text not null,
    primary key (incident, reporter)
);

create table measure (
    id text primary key,
    incident bigint not null references incident,
    server text not null,
    kind text not null,
    target text not null,
    state text not null,
    key text not null,
    prior text not null,
    automatic boolean not null,
    requested_at timestamptz not null,
    ended_at timestamptz
);

create index measure_by_server on measure (server) where ended_at is null;
create index measure_automatic on measure (requested_at) where automatic;

-- An outer step that could not be done now.
create table postponed (
    incident bigint not null references incident,
    key text not null,
    not_before timestamptz not null,
    tries integer not null,
    why text not null,
    primary key (incident, key)
);

create table alarm (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    kind text not null,
    incident bigint,
    text text not null,
    acknowledged_by text,
    acknowledged_at timestamptz,
    level integer not null default 0,
    climb_at timestamptz
);

create index alarm_open on alarm (climb_at) where acknowledged_at is null;

create table outage (
    id bigint generated always as identity primary key,
    part text not null check (part in ('phone', 'mail-in', 'mail-out', 'network-api')),
    begins timestamptz not null,
    ends timestamptz,
    reason text not null,
    entered_by text not null,
    entered_at timestamptz not null,
    check (ends is null or ends > begins)
);

-- The kill switch and what is known of our own clock: one row.
create table automation (
    id boolean primary key default true check (id),
    stopped boolean not null default false,
    reason text not null default '',
    changed_by text not null default '',
    changed_at timestamptz,
    clock_trusted timestamptz,
    clock_open boolean not null default false
);

insert into automation default values;

-- Running programs; alive_at is the database's clock, desk_at the desk's.
create table node (
    id uuid primary key,
    started_at timestamptz not null,
    alive_at timestamptz not null,
    desk_at timestamptz not null
);

create table recurring (
    name text primary key,
    due_at timestamptz not null
);

-- Heads of all timelines that changed since the checkpoint before; each checkpoint carries the hash of the last one.
create table checkpoint (
    seq bigint primary key,
    at timestamptz not null,
    hash bytea not null
);

create table checkpoint_head (
    checkpoint bigint not null references checkpoint,
    incident bigint not null,
    entries integer not null,
    head bytea not null,
    primary key (checkpoint, incident)
);

create trigger checkpoint_is_final before update or delete or truncate on checkpoint
    for each statement execute function refuse_change();
create trigger checkpoint_head_is_final before update or delete or truncate on checkpoint_head
    for each statement execute function refuse_change();
