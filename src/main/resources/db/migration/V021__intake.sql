-- A report that comes twice raises only what was last seen: which message brought it first, by Message-ID or report_id.

create table intake_seen (
    key bytea primary key,
    message bigint not null references message,
    seen_at timestamptz not null
);
