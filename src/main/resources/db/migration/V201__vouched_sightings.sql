-- Looks begin with what a trusted reporter, own detection or staff stand behind, however many strangers write.

create index sighting_vouched on sighting (incident, received_at) where weight in ('trusted', 'telemetry');
