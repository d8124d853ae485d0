-- Who reports and how often it held (R55), how grave an incident looks, and whom we answer (R68, R72).

create table reporter_record (
    identity text primary key,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    reports integer not null default 0,
    confirmed integer not null default 0,
    false_reports integer not null default 0,
    score integer not null default 100
);

create index reporter_by_last_seen on reporter_record (last_seen desc);

-- Who sent a message; address is where an answer may go, null where nobody is answered.
create table report_author (
    message bigint primary key references message,
    reporter text not null,
    proven boolean not null,
    address text,
    language text not null,
    mail_id text,
    received_at timestamptz not null,
    answered boolean not null default false
);

create index report_author_unanswered on report_author (received_at) where address is not null and not answered;

-- What became of an incident that somebody had reported.
create table reporter_verdict (
    incident bigint not null references incident,
    reporter text not null,
    verdict text not null check (verdict in ('confirmed', 'false', 'undecided')),
    at timestamptz not null,
    primary key (incident, reporter)
);

create index reporter_verdict_by_reporter on reporter_verdict (reporter, at desc);

alter table incident add column settled boolean not null default false;
create index incident_unsettled on incident (id) where closed_at is not null and not settled;

-- 0 nobody proven, 1 a proven sender, 2 a trusted one, staff or our own detection.
alter table incident add column reporter_weight smallint not null default 0;

update incident set reporter_weight = weighed.weight
from (select incident, max(case weight when 'none' then 0 when 'authenticated' then 1 else 2 end) as weight
      from sighting where not duplicate group by incident) weighed
where incident.id = weighed.incident;

-- Letters to reporters: made once, sent later, by themselves or gathered in one a day.
create table receipt (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('receipt', 'outcome', 'not-ours')),
    reporter text not null,
    address text not null,
    language text not null,
    mail_id text,
    incident bigint references incident,
    message bigint references message,
    about text not null,
    made_at timestamptz not null,
    state text not null check (state in ('waiting', 'digest', 'sent', 'refused', 'given-up', 'needless')),
    due_at timestamptz not null,
    tries integer not null default 0,
    settled_at timestamptz
);

-- Some senders put the number of each report into their address; that makes them no other person.
create unique index receipt_once on receipt (kind, lower(regexp_replace(address, '\+[^@]*@', '@')), incident)
    where incident is not null;
create unique index receipt_once_for_a_message on receipt (kind, message) where kind = 'not-ours';
create index receipt_due on receipt (due_at) where state in ('waiting', 'digest');
create index receipt_by_reporter on receipt (reporter, made_at);
create index receipt_by_incident on receipt (incident);
