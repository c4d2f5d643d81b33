-- Campaigns of surveys and their people, one row a person and campaign.
create table survey_campaigns (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  script_id text,
  last_day date
);

create index survey_campaigns_by_org on survey_campaigns (org_id, last_day);

create table campaign_contacts (
  id text collate "C" primary key,
  org_id text collate "C" not null,
  version integer not null,
  data jsonb,
  campaign_id text collate "C",
  person_id text collate "C",
  clinic_id text collate "C",
  state text,
  attempts integer,
  last_at timestamptz
);

create index campaign_contacts_by_campaign on campaign_contacts (campaign_id, state);

create index campaign_contacts_refused on campaign_contacts (org_id, person_id) where state = 'refused';

-- Steps of scripts are counted over a period of one script.
create index script_runs_by_script on script_runs (org_id, script_id, (data->>'startedAt'));
