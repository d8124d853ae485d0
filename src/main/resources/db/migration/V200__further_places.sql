-- A report may name more places of a server than one, and all of them are looked at before anybody says that it is gone.

alter table sighting add column further jsonb;
