-- R59: child-abuse material is for people alone, so it never shares an incident with anything that goes by itself.

alter table incident add column child_abuse boolean not null
    generated always as (types && array['content/csam', 'content/csem']) stored;

drop index incident_open;
create unique index incident_open on incident (server, category, policy, child_abuse) where closed_at is null;
