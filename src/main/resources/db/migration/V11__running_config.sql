-- The configuration that the running watch goes by, and what became of the latest reload. One row.
CREATE TABLE running_config (
  id             INTEGER       NOT NULL PRIMARY KEY CHECK (id = 1),
  host           VARCHAR(256)  NOT NULL,
  pid            BIGINT        NOT NULL,
  folder         VARCHAR(4096) NOT NULL,
  since          BIGINT        NOT NULL,
  files          TEXT          NOT NULL,
  reload_began   BIGINT,
  reload_ended   BIGINT,
  reload_outcome VARCHAR(16),
  reload_faults  TEXT
);
