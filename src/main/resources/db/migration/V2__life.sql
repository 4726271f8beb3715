-- The life of a problem: what is confirmed, what people were told, and what keeps them from being told.

-- Observations in a row towards something else than what is confirmed: above zero for something worse, below for
-- something better.
ALTER TABLE check_state ADD COLUMN confirmed VARCHAR(16);
ALTER TABLE check_state ADD COLUMN turns INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE check_state ADD COLUMN turning_since BIGINT;
-- The last 20 observations that were counted, the latest in the highest bit: 1 where the state was another than before.
ALTER TABLE check_state ADD COLUMN changes INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE check_state ADD COLUMN counted VARCHAR(16);
ALTER TABLE check_state ADD COLUMN flapping INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE check_state ADD COLUMN flapping_told INTEGER DEFAULT 0 NOT NULL;
-- Milliseconds without a look, until what was found after them is confirmed or gone.
ALTER TABLE check_state ADD COLUMN gap BIGINT;

-- told: the state that people were last told; null = nobody was told yet.
ALTER TABLE episode ADD COLUMN told VARCHAR(16);
ALTER TABLE episode ADD COLUMN told_at BIGINT;
-- The notice of several checks that told people of it first; null = one of its own.
ALTER TABLE episode ADD COLUMN announced_by VARCHAR(64);
-- What status shows: the latest finding that agreed with what is confirmed.
ALTER TABLE episode ADD COLUMN name VARCHAR(512);
ALTER TABLE episode ADD COLUMN reason VARCHAR(32);
ALTER TABLE episode ADD COLUMN message TEXT;
UPDATE episode SET told = announced, told_at = since;
ALTER TABLE episode DROP COLUMN announced;
UPDATE check_state SET confirmed = 'OK' WHERE state IS NOT NULL;
UPDATE check_state SET confirmed = (SELECT e.told FROM episode e WHERE e.id = check_state.episode_id)
  WHERE episode_id IS NOT NULL;

-- Which episodes a notice of several checks tells of.
CREATE TABLE notice_member (
  notice_id  VARCHAR(64) NOT NULL,
  episode_id VARCHAR(64) NOT NULL,
  PRIMARY KEY (notice_id, episode_id)
);
CREATE INDEX notice_member_episode ON notice_member (episode_id);

-- No notices for these checks from begins until ends.
CREATE TABLE silence (
  id      VARCHAR(64)   NOT NULL PRIMARY KEY,
  glob    VARCHAR(512)  NOT NULL,
  begins  BIGINT        NOT NULL,
  ends    BIGINT        NOT NULL,
  reason  VARCHAR(1024) NOT NULL,
  made_by VARCHAR(256)  NOT NULL,
  made_at BIGINT        NOT NULL
);
CREATE INDEX silence_ends ON silence (ends);

-- No reminders for this problem; until the problem ends where ends is null.
CREATE TABLE acknowledgement (
  episode_id VARCHAR(64)   NOT NULL PRIMARY KEY,
  check_id   VARCHAR(512)  NOT NULL,
  ends       BIGINT,
  reason     VARCHAR(1024) NOT NULL,
  made_by    VARCHAR(256)  NOT NULL,
  made_at    BIGINT        NOT NULL
);

-- Who did what, when.
CREATE TABLE audit (
  seq    ${sequence},
  at     BIGINT       NOT NULL,
  who    VARCHAR(256) NOT NULL,
  what   VARCHAR(64)  NOT NULL,
  detail TEXT         NOT NULL
);
CREATE INDEX audit_at ON audit (at);
