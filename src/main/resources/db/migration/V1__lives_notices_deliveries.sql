-- Times are milliseconds since 1970-01-01T00:00Z. Only SQL that SQLite and PostgreSQL share; ${sequence} is the one
-- thing they write differently.

-- An open or past problem of a check.
CREATE TABLE episode (
  id        VARCHAR(64)  NOT NULL PRIMARY KEY,
  check_id  VARCHAR(512) NOT NULL,
  since     BIGINT       NOT NULL,
  announced VARCHAR(16)  NOT NULL,
  closed_at BIGINT
);
CREATE INDEX episode_open ON episode (check_id) WHERE closed_at IS NULL;
CREATE INDEX episode_closed ON episode (closed_at);

-- What is remembered of a check from one cycle to the next.
CREATE TABLE check_state (
  check_id      VARCHAR(512) NOT NULL PRIMARY KEY,
  state         VARCHAR(16),
  observed_at   BIGINT,
  unknown_since BIGINT,
  episode_id    VARCHAR(64) REFERENCES episode (id)
);

-- What people get, as it was made.
CREATE TABLE notice (
  id         VARCHAR(64)  NOT NULL PRIMARY KEY,
  check_id   VARCHAR(512) NOT NULL,
  episode_id VARCHAR(64),
  kind       VARCHAR(16)  NOT NULL,
  made_at    BIGINT       NOT NULL,
  payload    TEXT         NOT NULL
);
CREATE INDEX notice_episode ON notice (episode_id);
CREATE INDEX notice_made ON notice (made_at);

-- One notice on its way to one sink. The order of seq is the order of delivery within a check.
CREATE TABLE delivery (
  seq             ${sequence},
  notice_id       VARCHAR(64)  NOT NULL REFERENCES notice (id),
  sink            VARCHAR(64)  NOT NULL,
  check_id        VARCHAR(512) NOT NULL,
  state           VARCHAR(16)  NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'withdrawn')),
  attempts        INTEGER      NOT NULL,
  created_at      BIGINT       NOT NULL,
  next_attempt_at BIGINT       NOT NULL,
  settled_at      BIGINT,
  last_reason     VARCHAR(512),
  UNIQUE (notice_id, sink)
);
CREATE INDEX delivery_waiting ON delivery (sink, check_id, seq) WHERE state = 'pending';
CREATE INDEX delivery_settled ON delivery (settled_at);
