-- Whose rows they are where several sources hand in the inventory, what each import changed and how it is undone, and how
-- the sources fare that are read again and again.

-- `gone_at`: its source no longer names it. The row stays, because events of its time are still reported.
alter table customer add column given_by text not null default 'file', add column gone_at timestamptz;
alter table server add column given_by text not null default 'file', add column gone_at timestamptz;
alter table reporter add column given_by text not null default 'file';

create index customer_by_source on customer (given_by, id) where gone_at is null;
create index server_by_source on server (given_by, id) where gone_at is null;

alter table inventory_import
    add column given_by text not null default 'file',
    add column kind text not null default 'import' check (kind in ('import', 'undo')),
    add column reason text,
    add column added integer not null default 0,
    add column changed integer not null default 0,
    add column removed integer not null default 0,
    add column undoes bigint;

create unique index inventory_import_undone_once on inventory_import (undoes) where undoes is not null;
create index inventory_import_by_source on inventory_import (given_by, id);

-- What one import changed. `before` is the row with its parts as it was, for undoing; null where there was none, and once
-- the import is too old to be undone. `own`: an address that counts as ours since then.
create table inventory_change (
    import bigint not null,
    what text not null check (what in ('customer', 'server', 'reporter', 'network', 'own')),
    id text not null,
    kind text not null check (kind in ('added', 'changed', 'removed')),
    details text[] not null,
    before jsonb,
    primary key (import, what, id)
);

create table inventory_source (
    name text primary key,
    kind text not null,
    every text not null,
    -- false once the settings no longer name it
    scheduled boolean not null,
    -- how long it has been read at its times; staleness counts from here until it first succeeds
    since timestamptz not null,
    next_at timestamptz not null,
    -- one program of many reads; it may die meanwhile
    leased_until timestamptz,
    last_success_at timestamptz,
    last_error_at timestamptz,
    last_error text,
    failures integer not null default 0,
    -- it came whole and is not believed: so many rows would go
    doubted integer,
    -- staff let that many go, once
    let_through integer,
    let_through_by text,
    let_through_reason text,
    -- what people have undone is not taken again by itself
    undone_digest text,
    customers integer not null default 0,
    servers integer not null default 0,
    addresses integer not null default 0,
    remarks text[] not null default '{}',
    remark_count integer not null default 0,
    stale_told boolean not null default false
);

-- A row with its parts, as undoing puts it back and as differences are found. No positions: they count through the file.
create view customer_image as
select id, given_by, gone_at,
       jsonb_build_object(
           'row', to_jsonb(customer),
           'contacts', (select coalesce(jsonb_agg(to_jsonb(contact) - 'position' order by contact.position, contact.name), '[]')
                        from customer_contact contact where contact.customer = customer.id)) as image
from customer;

create view server_image as
select id, given_by, gone_at,
       jsonb_build_object(
           'row', to_jsonb(server),
           'contacts', (select coalesce(jsonb_agg(to_jsonb(contact) - 'position' order by contact.position, contact.name), '[]')
                        from server_contact contact where contact.server = server.id),
           'hostnames', (select coalesce(jsonb_agg(hostname order by hostname), '[]')
                         from server_hostname where server_hostname.server = server.id),
           'owners', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'customer', customer, 'from', lower(during), 'until', upper(during)) order by during), '[]')
                      from server_owner where server_owner.server = server.id),
           'addresses', (select coalesce(jsonb_agg(jsonb_build_object(
                                    'ip', abbrev(address), 'shared', shared, 'from', lower(during), 'until', upper(during))
                                    order by address, during, shared), '[]')
                         from assignment where assignment.server = server.id)) as image
from server;
