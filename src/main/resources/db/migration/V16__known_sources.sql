-- The sources that lists have had: one that is missing from its list later is a finding, also after a restart.
CREATE TABLE known_source (
  check_id  VARCHAR(512)  NOT NULL PRIMARY KEY,
  -- the check of its list
  list_id   VARCHAR(512)  NOT NULL,
  -- what the platform calls it
  source_id VARCHAR(1024) NOT NULL,
  label     VARCHAR(512)  NOT NULL,
  -- since when it is missing; NULL = it is there, 0 = it is to be forgotten
  gone_at   BIGINT
);
CREATE INDEX known_source_list ON known_source (list_id);
CREATE INDEX known_source_gone ON known_source (gone_at);
