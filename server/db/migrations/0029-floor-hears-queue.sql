-- The floor shows who waits: it is told as soon as a call comes, is offered or is gone, whichever API node did it, and not each time a call is named again.
-- The body stands on one line: statements of a migration are told apart by a semicolon at the end of a line.
create function tell_floor_of_queue() returns trigger language plpgsql as
  $$ begin perform pg_notify('opora_presence', coalesce(new.org_id, old.org_id)); return null; end $$;

create trigger queue_calls_come_and_go after insert or delete on queue_calls
  for each row execute function tell_floor_of_queue();

create trigger queue_calls_offered after update on queue_calls
  for each row when (old.offered_user_id is distinct from new.offered_user_id) execute function tell_floor_of_queue();
