-- The checks that the templates of services make in the configuration in force, one a line: a later start can tell them
-- apart from those that an operator's own routes report. NULL = not known.
ALTER TABLE running_config ADD COLUMN templated TEXT;
