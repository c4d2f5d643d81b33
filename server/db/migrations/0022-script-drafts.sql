-- Scripts that methodologists write at. A published one becomes a record of `call_scripts`; its draft stays as who wrote and approved it.
create table script_drafts (
  id text collate "C" primary key,
  org_id text collate "C" not null references organisations,
  script_id text collate "C" not null,
  -- Counts every change and every step of its life.
  revision integer not null default 1,
  state text not null default 'draft' check (state in ('draft', 'inReview', 'approved', 'published', 'dropped')),
  based_on integer,
  content jsonb not null,
  -- Everybody who wrote at it: none of them may approve it.
  authors text[] not null,
  changed_by text collate "C" not null references users,
  changed_at timestamptz not null,
  approved_by text collate "C" references users,
  approved_at timestamptz,
  published_version integer
);

-- One open draft of a script: two would each publish over the other.
create unique index script_drafts_open on script_drafts (org_id, script_id) where state in ('draft', 'inReview', 'approved');

create table script_comments (
  id text collate "C" primary key,
  draft_id text collate "C" not null references script_drafts,
  -- Null for the script as a whole.
  node_id text,
  comment text not null,
  written_by text collate "C" not null references users,
  written_at timestamptz not null,
  done_at timestamptz
);

create index script_comments_of on script_comments (draft_id, written_at);
