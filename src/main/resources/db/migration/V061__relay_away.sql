-- R48: one recipient who is put off is no relay that is away.

alter table postponed add column relay text not null default 'not-to-blame'
    check (relay in ('not-to-blame', 'put-off', 'away'));
