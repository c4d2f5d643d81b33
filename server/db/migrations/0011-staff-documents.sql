-- Accounts are changed from the desk: by version, so that two supervisors do not overwrite each other unseen.

alter table users add column version integer not null default 1;

-- Training and admission to work by document. Rows are only added: a later one with the same first day takes the place of an earlier.
create table staff_documents (
  id text collate "C" primary key,
  org_id text collate "C" not null references organisations,
  user_id text collate "C" not null references users,
  kind text not null check (kind in ('admission', 'training')),
  document_number text not null,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  -- Null for what was carried over.
  entered_by text collate "C" references users,
  entered_at timestamptz not null,
  -- Order of entering within one transaction.
  entry bigint generated always as identity
);

create index staff_documents_of on staff_documents (user_id, kind, entry);

-- Until now whoever could sign in was admitted: that stays, without an end, until a supervisor enters dates. The day before, for the
-- organisation's day may have begun later than the database's.
insert into staff_documents (id, org_id, user_id, kind, document_number, valid_from, entered_at)
select gen_random_uuid()::text, org_id, id, 'admission', '', current_date - 1, now() from users where active order by id;
