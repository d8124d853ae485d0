-- Whose an address was at any time, and whom to warn: the customers, servers and contacts the provider hands in.

create extension if not exists btree_gist;

create table customer (
    id text primary key,
    name text not null,
    language text not null,
    zone text not null,
    vip boolean not null,
    policy text,
    reseller text references customer,
    copy_end_customer boolean not null,
    brand text not null,
    check (reseller <> id)
);

create index customer_by_reseller on customer (reseller) where reseller is not null;

create table customer_contact (
    customer text not null references customer,
    name text not null,
    position integer not null,
    email text not null,
    phones text[] not null,
    roles text[] not null check (roles <@ array['abuse', 'owner'] and cardinality(roles) > 0),
    verified_at timestamptz not null,
    primary key (customer, name)
);

create index customer_contact_by_email on customer_contact (lower(email));

create table server (
    id text primary key,
    shared boolean not null,
    never_cut boolean not null,
    console text
);

create table server_contact (
    server text not null references server,
    name text not null,
    position integer not null,
    email text not null,
    phones text[] not null,
    roles text[] not null check (roles <@ array['abuse', 'owner'] and cardinality(roles) > 0),
    verified_at timestamptz not null,
    primary key (server, name)
);

create index server_contact_by_email on server_contact (lower(email));

create table server_hostname (
    hostname text not null,
    server text not null references server,
    position integer not null,
    primary key (hostname, server)
);

create index server_hostname_by_server on server_hostname (server);

-- Who owned a server when: the first ownership reaches back without end, the present one forward.
create table server_owner (
    server text not null references server,
    customer text not null references customer,
    during tstzrange not null check (not isempty(during))
);

create index server_owner_by_server on server_owner (server, during);
create unique index one_present_owner on server_owner (server) where upper_inf(during);
create index server_owner_by_customer on server_owner (customer) where upper_inf(during);

create table assignment (
    server text not null references server,
    address inet not null check (address = network(address)),
    shared boolean not null,
    during tstzrange not null check (not isempty(during)),
    position integer not null,
    constraint unshared_addresses_do_not_overlap
        exclude using gist (address inet_ops with &&, during with &&) where (not shared)
);

-- For look-ups: a radix tree finds an address in a tenth of the time of the constraint's index.
create index assignment_by_address on assignment using spgist (address);
create index assignment_by_server on assignment (server);

-- Every prefix that was ever assigned: ours, even when no row tells whose it is any more.
create table own_network (
    prefix inet primary key
);

create index own_network_by_prefix on own_network using spgist (prefix);

create table reporter (
    match text primary key,
    trusted boolean not null,
    source text
);

create table inventory_import (
    id bigint generated always as identity primary key,
    imported_at timestamptz not null,
    imported_by text not null,
    digest text not null,
    customers integer not null,
    servers integer not null,
    addresses integer not null,
    reporters integer not null
);
