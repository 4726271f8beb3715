-- Of several nodes, each goes by its own configuration. A watch that is alone has the empty name.
ALTER TABLE running_config RENAME TO running_config_of_one;
CREATE TABLE running_config (
  node           VARCHAR(64)   NOT NULL PRIMARY KEY,
  host           VARCHAR(256)  NOT NULL,
  pid            BIGINT        NOT NULL,
  folder         VARCHAR(4096) NOT NULL,
  since          BIGINT        NOT NULL,
  -- of what the nodes must have in common; empty = not known
  config_hash    VARCHAR(64)   NOT NULL,
  files          TEXT          NOT NULL,
  -- the checks that templates of services make, one a line; NULL = not known
  templated      TEXT,
  -- the latest reload_call that this configuration is an answer to
  answered       BIGINT        NOT NULL,
  reload_began   BIGINT,
  reload_ended   BIGINT,
  reload_outcome VARCHAR(16),
  reload_faults  TEXT
);
INSERT INTO running_config (node, host, pid, folder, since, config_hash, files, templated, answered, reload_began,
  reload_ended, reload_outcome, reload_faults)
SELECT '', host, pid, folder, since, '', files, templated, 0, reload_began, reload_ended, reload_outcome, reload_faults
FROM running_config_of_one;
DROP TABLE running_config_of_one;

-- How often all nodes were asked to reload, and when the last time, by the database's clock. One row.
CREATE TABLE reload_call (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  number   BIGINT  NOT NULL,
  asked_at BIGINT  NOT NULL
);
INSERT INTO reload_call (id, number, asked_at) VALUES (1, 0, 0);
