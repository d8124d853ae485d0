-- A form that is sent twice by an impatient click is stored once.
create unique index message_by_form on message (idempotency_key) where channel = 'form';
