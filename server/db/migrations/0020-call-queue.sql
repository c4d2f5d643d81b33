-- Calls that wait for a representative or are being offered to one. The exchange names them again several times a second, so nothing here outlives
-- a crash of use: it is not logged, and what is not named any more is left out by time. No number and no name is kept.
create unlogged table queue_calls (
  call text collate "C" primary key,
  org_id text collate "C" not null,
  queue text not null,
  source text not null,
  arrived_at timestamptz not null,
  named_at timestamptz not null,
  -- Whether the hours were open when it came: who is in the queue at their end is still served.
  was_open boolean not null,
  marks text[] not null,
  last_user_id text collate "C",
  -- [{ "userId", "atMs" }]: who let it pass.
  missed jsonb not null,
  offered_user_id text collate "C",
  -- Until when the offer holds; after it the representative counts by her presence alone.
  offered_until timestamptz,
  answered boolean not null default false
);

create index queue_calls_by_org on queue_calls (org_id);

-- No representative is offered two calls, whichever API nodes decide.
create unique index queue_calls_one_offer on queue_calls (org_id, offered_user_id) where offered_user_id is not null;

-- Beyond what the level tells: what somebody is able to do and in which languages (ISO 639-1).
alter table users add column skills text[] not null default '{}';
alter table users add column languages text[] not null default '{ru}';

-- Whose number calls, and who spoke with it last.
create index insured_persons_by_phone on insured_persons using gin ((data->'phones') jsonb_path_ops);

create index calls_by_number on calls (org_id, remote_number, offered_at desc) where result = 'answered';
