-- A call belongs to one owner of its incident, a telephone is rung by one call at a time whatever the extension, and a
-- step whose call came to nothing may be meant anew.

-- A program of before may still write beside this one: what it does not know has a value by itself.
alter table placed_call add column epoch integer not null default 1;
alter table placed_call add column dialled text not null generated always as (split_part(number, ';', 1)) stored;

update placed_call as earlier set state = 'dropped', over_at = intended_at
where state in ('intended', 'ringing')
  and exists (select from placed_call as later
              where later.dialled = earlier.dialled and later.id > earlier.id and later.state in ('intended', 'ringing'));

create unique index placed_call_one_at_a_time on placed_call (dialled) where state in ('intended', 'ringing');

alter table placed_call drop constraint placed_call_incident_step_key;
create unique index placed_call_step_open on placed_call (incident, step) where state in ('intended', 'ringing');
create index placed_call_step on placed_call (incident, step, id);

drop index placed_call_number;
create index placed_call_dialled on placed_call (dialled, intended_at);
create index placed_call_intended on placed_call (intended_at);
