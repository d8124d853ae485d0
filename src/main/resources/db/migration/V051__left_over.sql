-- Of a message that names several servers, what could not be placed waits for people although the rest has joined.
alter table message add column left_over boolean not null default false;

drop index message_queued;
create index message_waiting on message (received_at, id) where state = 'queued' or left_over;
