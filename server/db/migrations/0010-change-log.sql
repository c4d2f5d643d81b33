-- The change log in parts by time (rule PULL5), so that what is older than the retention goes by dropping a table. The table of before
-- becomes the part for everything that has no part of its own; `server/sync/log-partitions.ts` moves its rows into weeks.

alter table changes rename to changes_rest;

alter index changes_by_scope rename to changes_rest_by_scope;

create sequence changes_seq;

select setval('changes_seq', (select coalesce(max(seq), 0) + 1 from changes_rest), false);

-- A part may not have an identity of its own.
alter table changes_rest alter column seq drop identity;

alter table changes_rest alter column seq set default nextval('changes_seq');

create table changes (
  seq bigint not null default nextval('changes_seq'),
  xid xid8 not null default pg_current_xact_id(),
  scope text collate "C" not null,
  kind text not null,
  record_id text collate "C" not null,
  version integer not null,
  at timestamptz not null default now()
) partition by range (at);

create index changes_by_scope on changes (scope, xid, seq);

alter table changes attach partition changes_rest default;

alter sequence changes_seq owned by changes.seq;

-- Every change before `compacted_to` (a transaction number with the offset, as `floor`) was looked at by compaction. `kept_at` is when a node
-- last began to keep the log: one node of many does it.
alter table change_log_state add column compacted_to numeric(20) not null default 0;

alter table change_log_state add column kept_at timestamptz;
