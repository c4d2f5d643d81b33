-- Cases of line 3 and the acts of expertise. A case has the id of its appeal.

create table complaint_cases (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  state text,
  assigned_to text collate "C",
  clinic_id text collate "C",
  registered_on date,
  -- 'asked' waits for a supervisor; null without an answer.
  approval text
);

create index complaint_cases_by_assigned on complaint_cases (assigned_to, state);

create index complaint_cases_asked on complaint_cases (org_id) where approval = 'asked';

create table expertises (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  case_id text collate "C",
  kind text,
  clinic_id text collate "C",
  act_on date,
  recorded_by text collate "C"
);

create index expertises_by_case on expertises (case_id);

create index expertises_by_clinic on expertises (org_id, clinic_id, act_on);

-- Diagnoses and conclusions of an act: no scope but the expert's own ever contains them.
create table expertise_findings (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  case_id text collate "C"
);

create index expertise_findings_by_case on expertise_findings (case_id);

-- Files whose content has arrived and was checked. What a file is called and what it must be stands in its case.
create table case_files (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  case_id text collate "C" not null,
  type text not null,
  bytes integer not null,
  sha256 text not null,
  uploaded_by text collate "C" not null,
  uploaded_at timestamptz not null
);
