-- An incident keeps the version of the policy it started with, also after the file has changed (R7).
create table policy_version (
    name      text not null,
    version   text not null,
    source    text not null,
    loaded_at timestamptz not null,
    primary key (name, version)
);
