-- Answers to surveys, under the id of the script run.
create table survey_responses (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  person_id text collate "C",
  script_id text,
  answered_on date
);

create index survey_responses_by_day on survey_responses (org_id, answered_on);

create table knowledge_articles (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb
);
