-- Secrets that every node over this database needs, such as the key that signs links and reply addresses.

create table desk_secret (
    name text primary key,
    value text not null
);
