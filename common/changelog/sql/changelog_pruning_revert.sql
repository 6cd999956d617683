-- Takes changelog_pruning.sql back. What was pruned stays away.
DROP FUNCTION prune_changelog;
DROP TABLE changelog_horizon;
