-- Promised calls, under the id of the call in which they were promised.
create table call_backs (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  person_id text collate "C",
  state text,
  due_at timestamptz
);

-- Numbers that were called for a person: how often somebody is tried counts what every desk has done.
create index calls_by_person on calls (org_id, person_id, offered_at);
