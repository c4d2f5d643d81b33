-- The job of the representative at the post of a clinic: visits, places, assistances, consents, contact data, whose work a person is.

create table bookings (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  clinic_id text collate "C",
  state text,
  booked_at timestamptz,
  visit_on date
);

create index bookings_by_person on bookings (person_id);

create index bookings_by_clinic on bookings (org_id, clinic_id, visit_on);

create table slot_days (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  clinic_id text collate "C",
  visit_on date
);

create table assistances (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  clinic_id text collate "C",
  kind text,
  at timestamptz
);

create index assistances_by_clinic on assistances (org_id, clinic_id, at);

create table consents (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  kind text,
  given_on date
);

create index consents_by_person on consents (person_id);

create table contact_changes (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  at timestamptz
);

create index contact_changes_by_person on contact_changes (person_id);

create table work_claims (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  person_id text collate "C",
  user_id text collate "C",
  until timestamptz
);
