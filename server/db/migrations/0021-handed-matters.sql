-- Refused or conflicting entries that a colleague settles, under the id of the command.
create table handed_matters (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  from_user text collate "C",
  to_user text collate "C",
  person_id text collate "C",
  settled_at timestamptz
);
