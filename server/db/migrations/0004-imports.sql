-- Lists that clinics send (REQUIREMENTS P2). A file and its rows wait here until somebody has looked at the preview and confirmed it.

create table import_jobs (
  id text collate "C" primary key,
  org_id text collate "C" not null references organisations,
  clinic_id text collate "C" not null,
  user_id text collate "C" not null references users,
  file_name text not null,
  file_kind text not null check (file_kind in ('xml', 'csv', 'xlsx')),
  bytes integer not null,
  -- Null while the file is still being received.
  state text check (state in ('reading', 'matching', 'preview', 'applying', 'applied', 'cancelled', 'refused')),
  problem jsonb,
  rows_read integer not null default 0,
  rows_done integer not null default 0,
  rows_total integer,
  -- Bytes of the file that the reader has asked for so far.
  bytes_read integer not null default 0,
  cancel_asked boolean not null default false,
  created_at timestamptz not null,
  confirmed_by text collate "C" references users,
  confirmed_at timestamptz,
  finished_at timestamptz,
  -- Which API node works on it, and until when the others leave it alone.
  worker text,
  worker_until timestamptz
);

create index import_jobs_by_clinic on import_jobs (org_id, clinic_id, created_at desc);

create index import_jobs_unfinished on import_jobs (state) where state in ('reading', 'matching', 'applying');

-- The file in pieces of 256 KiB; dropped as soon as its rows are read.
create table import_pieces (
  job_id text collate "C" not null references import_jobs on delete cascade,
  piece integer not null,
  body bytea not null,
  primary key (job_id, piece)
);

create table import_rows (
  job_id text collate "C" not null references import_jobs on delete cascade,
  -- Order in the file; `place` is what its sender counts by.
  n integer not null,
  place integer not null,
  label text not null,
  kind text not null check (kind in ('read', 'new', 'changed', 'unchanged', 'doubtful', 'wrong')),
  -- Null for a row that cannot be used.
  data jsonb,
  policy_key text collate "C",
  snils_key text collate "C",
  name_key text collate "C",
  person_id text collate "C",
  changes jsonb,
  pairs jsonb,
  problems jsonb,
  remarks jsonb,
  decision text collate "C",
  outcome text check (outcome in ('added', 'changed', 'partly', 'unchanged', 'left', 'refused')),
  -- Fields that somebody changed between preview and confirmation.
  conflicts jsonb,
  primary key (job_id, n)
);

create index import_rows_by_kind on import_rows (job_id, kind, n);

create index import_rows_by_person on import_rows (job_id, person_id);

-- A list names a person by policy, by СНИЛС, by name and by birth date.
create index insured_persons_by_snils on insured_persons ((data->>'snils'));

create index insured_persons_by_birth_date on insured_persons ((data->>'birthDate'));
