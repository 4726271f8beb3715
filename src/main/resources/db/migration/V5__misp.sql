-- What is remembered of a MISP: how many workers its queues had, and what was done to heal them.

-- The most good workers that a queue ever had, where that is not configured.
CREATE TABLE expected_workers (
  misp      VARCHAR(64) NOT NULL,
  queue     VARCHAR(64) NOT NULL,
  highest   INTEGER     NOT NULL,
  raised_at BIGINT      NOT NULL,
  PRIMARY KEY (misp, queue)
);

-- A row for each attempt, written before the call. Only those of the outcomes attempted, proven and failed are calls.
CREATE TABLE heal_attempt (
  id         VARCHAR(64)  NOT NULL PRIMARY KEY,
  at         BIGINT       NOT NULL,
  misp       VARCHAR(64)  NOT NULL,
  episode_id VARCHAR(64)  NOT NULL,
  what       VARCHAR(64)  NOT NULL,
  outcome    VARCHAR(16)  NOT NULL CHECK (outcome IN ('attempted', 'proven', 'failed', 'dry-run', 'given-up')),
  detail     VARCHAR(512) NOT NULL
);
CREATE INDEX heal_attempt_of ON heal_attempt (misp, at);
