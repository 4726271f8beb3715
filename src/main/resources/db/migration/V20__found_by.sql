-- How the newest record was found, where a platform has more than one way: QUERY or BULK. NULL = it has not, or the look is from
-- before this was kept.
ALTER TABLE check_look ADD COLUMN found_by VARCHAR(16);
