-- What is wrong with a check, so that another cause is told like another severity: the cause as last observed, in so many
-- looks in a row since then, and the one that people were last told. NULL = nothing, or from before causes were kept.
ALTER TABLE check_state ADD COLUMN cause TEXT;
ALTER TABLE check_state ADD COLUMN cause_looks INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE check_state ADD COLUMN cause_since BIGINT;
ALTER TABLE episode ADD COLUMN cause TEXT;
