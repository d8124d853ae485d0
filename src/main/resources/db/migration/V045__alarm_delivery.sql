-- Who was told of an alarm, by each carrier for itself. next_at is null once it was taken.
create table alarm_delivery (
    alarm bigint not null references alarm,
    recipient text not null,
    level integer not null,
    tries integer not null default 0,
    next_at timestamptz,
    primary key (alarm, recipient)
);

create index alarm_delivery_due on alarm_delivery (next_at) where next_at is not null;
