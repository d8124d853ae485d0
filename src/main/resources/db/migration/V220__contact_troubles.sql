-- Which lists of contacts an anomaly concerns. One person may stand on the lists of several customers: what is wrong with a
-- number concerns those lists that have the number, and a mailbox on a server those who have the server.

create view contact_trouble as
select distinct anomaly.id as anomaly, listed.kind, listed.owner
from contact_anomaly as anomaly
join contact_on_file as listed on lower(listed.email) = lower(anomaly.contact)
where case
    when anomaly.kind in ('wrong-number', 'number-not-dialled', 'number-doubtful') then anomaly.value = any(listed.phones)
    when anomaly.kind = 'mailbox-on-server' then
        listed.kind = 'server' and listed.owner = anomaly.value
        or listed.kind = 'customer' and exists (
            select from server_owner join customer on customer.id = server_owner.customer
            where server_owner.server = anomaly.value and upper_inf(during)
              and listed.owner in (customer.id, customer.reseller))
    else true
end;
