-- What readers think of an article (R38): one vote for each viewer, who may change it.
create table article_vote (
    article text not null,
    -- staff:<name>, or a keyed hash: nobody learns from here which customer or visitor it was
    viewer text not null,
    language text not null,
    helpful boolean not null,
    at timestamptz not null,
    primary key (article, viewer)
);

create index article_vote_by_viewer on article_vote (viewer);
