-- Whether changelog_pruning.sql was deployed, and the role named by the psql variable `role` may delete nothing by itself.
SELECT 1 / count(*) FROM changelog_horizon WHERE pruned_through >= 0;
SELECT 1 / has_function_privilege(:'role', 'prune_changelog(integer, integer)', 'EXECUTE')::integer;
SELECT 1 / (NOT has_table_privilege(:'role', name, 'UPDATE, DELETE, TRUNCATE'))::integer
FROM unnest(ARRAY['changelog', 'changelog_horizon']) AS name;
