-- The last look at each check, for status, explain and check --last: what was found, by which settings, and when the next
-- look is due. Written in the transaction that also writes the state of the check.
CREATE TABLE check_look (
  check_id      VARCHAR(512) NOT NULL PRIMARY KEY,
  subject       VARCHAR(512) NOT NULL,
  name          VARCHAR(512) NOT NULL,
  state         VARCHAR(16)  NOT NULL,
  reason        VARCHAR(32)  NOT NULL,
  detail        TEXT         NOT NULL,
  last_activity BIGINT,
  age           BIGINT,
  warn_after    BIGINT,
  error_after   BIGINT,
  observed_at   BIGINT       NOT NULL,
  response      BIGINT,
  -- 0: the state is not confirmed yet
  confirmed     INTEGER      NOT NULL,
  -- from one look to the next, in milliseconds; NULL = not known
  interval_ms   BIGINT,
  -- the states of the last looks as letters o, w, c, u, the latest last
  recent        VARCHAR(20)  NOT NULL,
  -- a line for each setting in force: name, value, and the key that it comes from, with tabs between them
  settings      TEXT         NOT NULL
);
CREATE INDEX check_look_name ON check_look (name);
CREATE INDEX check_look_observed ON check_look (observed_at);
