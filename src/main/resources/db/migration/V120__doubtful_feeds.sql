-- Only a list that is whole and too short can be believed by people; of other failures there is nothing to believe.
alter table feed add column doubtful boolean not null default false;
