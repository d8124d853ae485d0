-- Lists of others that are looked at again and again: when, with what success, what of ours stands on them, and which
-- message said so.

create table feed (
    name text primary key,
    kind text not null,
    every text not null,
    next_at timestamptz not null,
    -- one program of many looks; it may die meanwhile
    leased_until timestamptz,
    last_success_at timestamptz,
    last_error_at timestamptz,
    last_error text,
    failures integer not null default 0,
    -- of the whole list when it was last believed
    rows integer,
    -- staff have said that the next list holds, however short
    believed boolean not null default false,
    etag text,
    last_modified text,
    -- where a round over many addresses goes on, and when it began
    cursor text,
    round_from timestamptz not null
);

create table feed_entry (
    feed text not null references feed,
    key text not null,
    subject text not null,
    message bigint not null references message,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    fresh_until timestamptz,
    gone_at timestamptz,
    gone_told boolean not null default false,
    primary key (feed, key)
);

create index feed_entry_untold on feed_entry (feed, key) where gone_at is not null and not gone_told;

create table feed_delivery (
    feed text not null references feed,
    key text not null,
    message bigint not null references message,
    at timestamptz not null,
    primary key (feed, key)
);
