-- Ids of synced records are opaque text compared by bytes, so that pages can be cut into ranges that are the same on every node.

create table organisations (
  id text collate "C" primary key,
  name text not null,
  insurer_code text not null,
  -- Prefix of registration numbers (rule NUM1): two organisations never share a journal.
  journal text not null unique
);

create table users (
  id text collate "C" primary key,
  org_id text collate "C" not null references organisations,
  login text not null,
  name text not null,
  role text not null check (role in ('L1', 'L2', 'L3', 'SV', 'AD')),
  extension text,
  clinic_ids text[] not null default '{}',
  password_hash text not null,
  active boolean not null default true
);

create unique index users_login on users (lower(login));

-- One installation of the desk used by one user: commands are counted apart (rule PUSH1).
create table devices (
  id text collate "C" primary key,
  user_id text collate "C" not null references users,
  installation_id text not null,
  host text not null check (host in ('electron', 'browser')),
  app_version text not null,
  -- Key of the local store in escrow, sealed with the master key.
  data_key bytea not null,
  expected_n integer not null default 1,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  revoked_at timestamptz,
  unique (installation_id, user_id)
);

-- A chain of refresh tokens. Only hashes are kept: a stolen database opens no session.
create table sessions (
  id text collate "C" primary key,
  device_id text collate "C" not null references devices,
  current_hash text not null,
  previous_hash text,
  rotated_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_why text
);

create index sessions_device on sessions (device_id);

-- Kept by login as typed, whether or not such a user exists: the lock must not tell who has an account.
create table sign_in_attempts (
  login text primary key,
  failed integer not null,
  locked_until timestamptz,
  last_at timestamptz not null
);

create table commands (
  id text collate "C" primary key,
  device_id text collate "C" not null references devices,
  n integer not null,
  command text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  status text not null check (status in ('applied', 'rebased', 'refused')),
  answer jsonb not null,
  unique (device_id, n)
);

-- The change log (rule PULL1). `xid` orders transactions: sequence numbers alone are given before commit, so a reader that
-- trusts them skips what commits later.
create table changes (
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  scope text collate "C" not null,
  kind text not null,
  record_id text collate "C" not null,
  version integer not null,
  at timestamptz not null default now()
);

create index changes_by_scope on changes (scope, xid, seq);

-- `xid_offset` is added to transaction numbers in cursors: after a restore from a backup the numbers of the new server begin
-- lower, and without the offset every desk would skip changes. Cursors before `floor` must load their scopes anew.
create table change_log_state (
  one boolean primary key default true check (one),
  xid_offset bigint not null default 0,
  floor numeric(20) not null default 0
);

insert into change_log_state default values;

create table scope_records (
  scope text collate "C" not null,
  kind text not null,
  record_id text collate "C" not null,
  primary key (scope, kind, record_id)
);

create index scope_records_by_record on scope_records (kind, record_id);

-- Ready-made pages (rule PULL3). A page holds the records of its scope and kind with ids from `first_id` up to the
-- next page's `first_id`; `last_id` is the greatest it ever held.
create table page_sets (
  scope text collate "C" primary key,
  cursor text not null,
  built_at timestamptz not null
);

create table pages (
  scope text collate "C" not null,
  kind text not null,
  page integer not null,
  version integer not null,
  first_id text collate "C" not null,
  last_id text collate "C" not null,
  records integer not null,
  bytes integer not null,
  body bytea not null,
  primary key (scope, kind, page)
);

create table number_counters (
  journal text not null,
  year integer not null,
  next_serial integer not null,
  primary key (journal, year)
);

create table number_blocks (
  id text collate "C" primary key,
  device_id text collate "C" not null references devices,
  journal text not null,
  year integer not null,
  first_serial integer not null,
  last_serial integer not null,
  leased_at timestamptz not null
);

create index number_blocks_by_device on number_blocks (device_id, journal, year);

create table number_uses (
  journal text not null,
  year integer not null,
  serial integer not null,
  -- Null for numbers that came with imported appeals.
  block_id text collate "C" references number_blocks,
  record_id text collate "C" not null,
  used_at timestamptz not null,
  primary key (journal, year, serial)
);

-- Synced records: the document, its version, and columns that filters need. `data` is null after a removal.
-- `org_id` has no foreign key here: the organisation comes from the access token, and the check for each of 180,000 rows of a bulk load
-- costs as much as writing them.

create table insured_persons (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  clinic_id text collate "C",
  insurer_code text,
  search_name text,
  policy_number text
);

create index insured_persons_by_policy on insured_persons (policy_number);

create index insured_persons_by_name on insured_persons (org_id, search_name text_pattern_ops);

-- Adults of our clinics whom other insurers insure: identifying an insurer and the clinic's denominators, nothing more.
create table other_insured (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  insurer_code text not null,
  policy_number text not null,
  birth_date date not null,
  sex text not null,
  clinic_id text collate "C" not null,
  unit integer not null,
  precinct integer not null
);

create index other_insured_by_policy on other_insured (policy_number);

-- Diagnoses apart from the person: levels 1 and 2 never receive them, and no scope contains this table.
create table health_facts (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  person_id text collate "C" not null,
  clinic_id text collate "C" not null,
  kind text not null,
  code text not null,
  since date not null,
  dispensary boolean not null
);

create index health_facts_by_person on health_facts (person_id);

create table contacts (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  clinic_id text collate "C",
  phone text
);

create table informings (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  at timestamptz
);

create index informings_by_person on informings (person_id);

create table appeals (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  number text,
  kind text,
  theme_code text collate "C",
  clinic_id text collate "C",
  person_id text collate "C",
  applicant_name text,
  call_id text collate "C",
  registered_at timestamptz,
  answer_by date,
  state text,
  taken_by text collate "C",
  assigned_to text collate "C"
);

create unique index appeals_number on appeals (number);

create index appeals_journal on appeals (org_id, registered_at desc, id desc);

create index appeals_by_person on appeals (person_id);

create index appeals_by_call on appeals (call_id);

create index appeals_open_by_assigned on appeals (assigned_to) where state in ('registered', 'inWork', 'waiting');

create table calls (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  person_id text collate "C",
  direction text,
  result text,
  outcome text,
  remote_number text,
  offered_at timestamptz
);

create index calls_log on calls (org_id, offered_at desc, id desc);

create index calls_by_user on calls (user_id, offered_at desc);

create table script_runs (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  user_id text collate "C",
  person_id text collate "C",
  call_id text collate "C",
  script_id text,
  result text
);

create index script_runs_by_call on script_runs (call_id);

create table call_scripts (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb
);

create table appeal_classifiers (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb
);

create table clinics (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  short_name text
);

create table representatives (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  name text
);

-- Who looked at whom, what was exported (REQUIREMENTS X3). Each entry carries the hash of the one before.
create table audit (
  org_id text collate "C" not null references organisations,
  seq bigint not null,
  at timestamptz not null,
  user_id text collate "C",
  device_id text collate "C",
  action text not null,
  subject text collate "C",
  details jsonb not null,
  -- Id given by a desk, so that a repeated delivery is entered once.
  source_id text collate "C" unique,
  previous_hash text not null,
  hash text not null,
  primary key (org_id, seq)
);

create index audit_by_subject on audit (subject, at);

create table audit_heads (
  org_id text collate "C" primary key references organisations,
  seq bigint not null,
  hash text not null
);

create function refuse_change_of_audit() returns trigger as $$
  begin
    raise exception 'audit is append-only';
  end $$ language plpgsql;

create trigger audit_is_append_only before update or delete on audit for each row execute function refuse_change_of_audit();

create trigger audit_is_not_emptied before truncate on audit for each statement execute function refuse_change_of_audit();
