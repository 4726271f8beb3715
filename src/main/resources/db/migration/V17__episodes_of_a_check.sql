-- The problems of one check, the newest first, for its page and for explain.
CREATE INDEX episode_check ON episode (check_id, since);
