-- Supervisors in calls of representatives: who, whose call, how, from when. Nothing says with whom was spoken. The audit has the same for ever; this is
-- what a change of the mode is checked against.
create table call_listenings (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  supervisor text collate "C" not null references users (id),
  user_id text collate "C" not null references users (id),
  call_id text collate "C" not null,
  mode text not null check (mode in ('listen', 'whisper', 'join')),
  started_at timestamptz not null,
  changed_at timestamptz not null
);

create index call_listenings_by_call on call_listenings (org_id, call_id);
