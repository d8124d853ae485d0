-- Changes of contacts that were asked for, what became of them, and what stands in place of the inventory file's rows.

create table contact_change (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('customer', 'server')),
    owner text not null,
    name text not null,
    -- as it shall be; no address where the contact is to go
    email text,
    phones text[] not null,
    roles text[] not null check (roles <@ array['abuse', 'owner']),
    -- as it was when this was asked for; no address where the contact is new
    old_email text,
    old_phones text[] not null,
    old_roles text[] not null,
    way text not null check (way in ('page', 'mail', 'staff')),
    proposed_by text not null,
    incident bigint,
    message bigint,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null check (state in ('proposed', 'confirmed', 'refused', 'expired', 'undone', 'overtaken')),
    confirmed_by text check (confirmed_by in ('old-channel', 'login', 'call-back')),
    confirmed_at timestamptz,
    -- when the last of the old channels was told; authority follows from it
    told_at timestamptz,
    authority_at timestamptz,
    objected_by text,
    check ((confirmed_by is null) = (confirmed_at is null)),
    check (email is not null or old_email is not null)
);

create index contact_change_by_owner on contact_change (kind, owner);
create index contact_change_open on contact_change (expires_at) where state = 'proposed';
create index contact_change_waiting on contact_change (confirmed_at)
    where state = 'confirmed' and (told_at is null or authority_at is null);

-- What happened to a change, word for word; only ever added to.
create table contact_change_step (
    id bigint generated always as identity primary key,
    change bigint not null references contact_change,
    at timestamptz not null,
    actor text not null,
    what text not null,
    detail text not null
);

create index contact_change_step_by_change on contact_change_step (change, id);

-- What stands in place of a row of the inventory file until the file says something new about it.
create table contact_override (
    id bigint generated always as identity primary key,
    change bigint not null references contact_change,
    kind text not null check (kind in ('customer', 'server')),
    owner text not null,
    -- who had the server then: another owner inherits nobody's contacts
    customer text not null,
    name text not null,
    position integer not null,
    base_email text,
    base_phones text[],
    base_roles text[],
    old_email text,
    old_phones text[],
    old_roles text[],
    old_verified_at timestamptz,
    email text,
    phones text[] not null,
    roles text[] not null,
    verified_at timestamptz not null,
    -- whether it has authority; until then the old one keeps it
    settled boolean not null,
    ended_at timestamptz,
    ended_because text,
    replaced_by bigint,
    check ((ended_at is null) = (ended_because is null))
);

create unique index contact_override_standing on contact_override (kind, owner, name) where ended_at is null;
create index contact_override_by_email on contact_override (lower(email)) where ended_at is null;
create index contact_override_by_old_email on contact_override (lower(old_email)) where ended_at is null;
create index contact_override_by_change on contact_override (change);

-- Contacts as they stand now. `authorized`: their word counts (R31, R41).
create view contact_on_file as
select 'customer' as kind, customer as owner, position, name, email, phones, roles, verified_at, true as authorized
from customer_contact
where not exists (select from contact_override as standing
                  where standing.ended_at is null and standing.kind = 'customer'
                    and standing.owner = customer_contact.customer and standing.name = customer_contact.name)
union all
select 'server', server, position, name, email, phones, roles, verified_at, true
from server_contact
where not exists (select from contact_override as standing
                  where standing.ended_at is null and standing.kind = 'server'
                    and standing.owner = server_contact.server and standing.name = server_contact.name)
union all
select kind, owner, position, name, shown.email, shown.phones, shown.roles, shown.verified_at, shown.authorized
from contact_override cross join lateral (values
    (email, phones, roles, verified_at, settled),
    (case when not settled then old_email end, old_phones, old_roles, old_verified_at, true))
    as shown (email, phones, roles, verified_at, authorized)
where ended_at is null and shown.email is not null;
