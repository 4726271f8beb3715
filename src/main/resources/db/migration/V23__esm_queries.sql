-- How many event queries were opened on an ESM whose queries of an hour are limited: as "minute:count", the minutes since 1970,
-- for the last hour. Another node, or the next run, goes on from there.
CREATE TABLE esm_query (
  esm    VARCHAR(64) NOT NULL PRIMARY KEY,
  opened TEXT        NOT NULL
);
