-- Stretches of shifts: how long representatives were in which state.
create table agent_spans (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  activity text,
  reason text,
  ended_at timestamptz,
  seconds integer
);

create index agent_spans_by_end on agent_spans (org_id, ended_at);
