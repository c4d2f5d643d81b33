-- What goes to the receiver with a call that is handed over, under the id of the call at the desk that hands it over. Deleted after a shift.
create table call_hand_overs (
  call_id text collate "C" primary key,
  org_id text collate "C" not null references organisations,
  from_user text collate "C" not null references users,
  to_extension text not null,
  content jsonb not null,
  handed_at timestamptz not null
);

create index call_hand_overs_by_time on call_hand_overs (handed_at);
