-- A customer's incidents that wait for their first notice are found without going through all he ever had.
create index incident_new_of_customer on incident (customer, id) where state = 'new';
