-- Recordings of calls whose content has arrived and was checked. What it must be stands in its call.
create table call_recordings (
  call_id text collate "C" primary key,
  org_id text collate "C" not null,
  user_id text collate "C" not null,
  bytes integer not null,
  sha256 text not null,
  uploaded_at timestamptz not null,
  -- The content is gone; that there was one stays known.
  deleted_at timestamptz
);
