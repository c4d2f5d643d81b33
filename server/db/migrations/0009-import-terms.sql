-- Rows of a finished import are kept for a term only: they are a second copy of people's data. What they add up to stays.

alter table import_jobs add column kept_counts jsonb;

alter table import_jobs add column rows_deleted_at timestamptz;

create index import_jobs_with_rows on import_jobs (finished_at) where finished_at is not null and rows_deleted_at is null;
