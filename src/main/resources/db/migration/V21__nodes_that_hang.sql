-- Why a node leaves its work to others although it is there, in plain words. NULL = it is well.
ALTER TABLE cluster_node ADD COLUMN trouble VARCHAR(256);

-- One more cause: its holder hangs.
ALTER TABLE cluster_lease RENAME TO cluster_lease_before;
CREATE TABLE cluster_lease (
  namespace   VARCHAR(128) NOT NULL PRIMARY KEY,
  -- NULL = nobody
  holder      VARCHAR(64),
  incarnation VARCHAR(64),
  fence       BIGINT       NOT NULL,
  expires_at  BIGINT       NOT NULL,
  -- since when the holder has it, or nobody has it
  since       BIGINT       NOT NULL,
  -- why it changed hands
  cause       VARCHAR(16)  NOT NULL CHECK (cause IN ('new', 'expired', 'left', 'shared', 'dropped', 'hung')),
  -- who had it before; NULL = nobody
  previous    VARCHAR(64)
);
INSERT INTO cluster_lease (namespace, holder, incarnation, fence, expires_at, since, cause, previous)
SELECT namespace, holder, incarnation, fence, expires_at, since, cause, previous FROM cluster_lease_before;
DROP TABLE cluster_lease_before;
