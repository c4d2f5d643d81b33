-- What connected desks say of themselves. It is worth nothing after a crash, so it is not logged; a desk that falls silent is left out by time.
create unlogged table presences (
  device_id text collate "C" primary key,
  org_id text collate "C" not null,
  user_id text collate "C" not null,
  -- The live connection that wrote it: an old one that closes late must not remove what a new one has written.
  connection text not null,
  report jsonb not null,
  heard_at timestamptz not null
);

create index presences_by_org on presences (org_id);

-- A review stands under the id of its call.
create table call_reviews (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  score integer,
  reviewed_at timestamptz,
  read_at timestamptz
);

create index call_reviews_by_user on call_reviews (user_id, reviewed_at desc);

-- What is left to do is counted for the floor again and again.
create index appeals_left on appeals (org_id, answer_by) where state in ('registered', 'inWork', 'waiting');

alter table devices add column revoked_by text collate "C" references users;
