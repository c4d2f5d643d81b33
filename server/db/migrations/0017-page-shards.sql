-- What a page adds to the search index of a desk (rule PULL3). Null: a kind that is not searched, or a page made before there were shards.
alter table pages add column shard bytea;
