-- Queues of a MISP in which jobs wait, and a row of looks that never found fewer than the one before.
CREATE TABLE misp_backlog (
  misp       VARCHAR(64) NOT NULL,
  queue      VARCHAR(64) NOT NULL,
  first_jobs BIGINT      NOT NULL,
  last_jobs  BIGINT      NOT NULL,
  steps      INTEGER     NOT NULL,
  looked_at  BIGINT      NOT NULL,
  PRIMARY KEY (misp, queue)
);
