-- What comes at times of its own, and when it was last due: so that it is done once for each time.
CREATE TABLE last_due (
  what VARCHAR(64) NOT NULL PRIMARY KEY,
  due  BIGINT      NOT NULL
);
