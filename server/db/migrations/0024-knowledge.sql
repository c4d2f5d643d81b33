-- What representatives said about answers, one row a person and version of an article.
create table article_votes (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  article_id text collate "C",
  article_version integer
);

create index article_votes_by_article on article_votes (org_id, article_id, article_version);

-- Every version of an article that a methodologist saved; the newest is also the record that desks hold.
create table knowledge_article_versions (
  org_id text collate "C" not null,
  article_id text collate "C" not null,
  version integer not null,
  data jsonb not null,
  saved_at timestamptz not null,
  saved_by text collate "C" not null,
  primary key (org_id, article_id, version)
);
