-- Where a reported name points, by our own look-up, is all that led there: it warns, and by itself it cuts nobody off.

alter table sighting add column resolved boolean not null default false;

create index sighting_resolved on sighting (incident) where resolved;
