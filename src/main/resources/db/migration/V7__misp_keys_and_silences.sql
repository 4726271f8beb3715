-- What the keys of a MISP were told last of their end. Fingerprint: of the key that was told; another key in its place
-- knows nothing of it. Ends is null where there is no end.
CREATE TABLE misp_key (
  misp        VARCHAR(64) NOT NULL,
  which       VARCHAR(16) NOT NULL CHECK (which IN ('key', 'admin-key')),
  fingerprint VARCHAR(64) NOT NULL,
  ends        BIGINT,
  told_at     BIGINT      NOT NULL,
  PRIMARY KEY (misp, which)
);

-- 0: nothing is healed either, for as long as the silence holds.
ALTER TABLE silence ADD COLUMN heal INTEGER DEFAULT 1 NOT NULL;
