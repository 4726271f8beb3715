-- The last day with a sample of the check, so that its number is forgotten when nothing of it is left. NULL = from before this was kept,
-- until the day on which that is found.
ALTER TABLE sampled_check ADD COLUMN last_day BIGINT;
