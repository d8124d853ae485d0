-- Addresses, names and numbers on timelines lie apart from the chain: erasing one leaves the chain whole, and a reference alone tells nobody.

create table personal_value (
    incident bigint not null,
    reference text not null,
    salt bytea not null,
    value text not null,
    primary key (incident, reference)
);
