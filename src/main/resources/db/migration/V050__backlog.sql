-- Cuts that wait for the reading are found as soon as it has come past their due time.
create index incident_behind on incident (due_at) where blocked_by = 'backlog';
