-- The history of the checks, in a database or beside the tables of a store. Only SQL that SQLite and PostgreSQL share;
-- the placeholders are what they write differently. What is in the columns data tells the package dev.freshwatch.samples; each value
-- begins with a version and a checksum.

-- A slot is (number of the hour, day or month) * 1048576 + (number of the check): what is written together lies together,
-- and what is too old is one range. Hours and days are counted from 1970-01-01T00:00Z, months from January of the year 0.

CREATE TABLE sampled_check (
  no       ${sequence},
  check_id VARCHAR(512) NOT NULL UNIQUE
);

-- The samples of one hour that were written at a time, of all checks, until the hour is over. There are never many rows, so
-- an index would cost more than it spares.
CREATE TABLE sample_batch (
  seq  ${sequence},
  hour BIGINT NOT NULL,
  data ${blob} NOT NULL
);

-- The samples of a check and an hour.
CREATE TABLE sample_hour (
  slot ${long} NOT NULL PRIMARY KEY,
  data ${blob} NOT NULL
);

-- The rows of 5 minutes of a check and a day.
CREATE TABLE sample_day (
  slot ${long} NOT NULL PRIMARY KEY,
  data ${blob} NOT NULL
);

-- The rows of an hour of a check and a month.
CREATE TABLE sample_month (
  slot ${long} NOT NULL PRIMARY KEY,
  data ${blob} NOT NULL
);

-- Days with samples. 0: there are samples of which no rows were made yet; 1: rows of all of them were made; 2: the samples
-- have been deleted, or are about to be.
CREATE TABLE sample_progress (
  day   BIGINT  NOT NULL PRIMARY KEY,
  stage INTEGER NOT NULL
);
