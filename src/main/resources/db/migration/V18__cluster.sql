-- Several nodes on one PostgreSQL. All times are those of the database's clock.

CREATE TABLE cluster_node (
  node        VARCHAR(64)   NOT NULL PRIMARY KEY,
  -- another one at each start
  incarnation VARCHAR(64)   NOT NULL,
  started_at  BIGINT        NOT NULL,
  seen_at     BIGINT        NOT NULL,
  version     VARCHAR(64)   NOT NULL,
  -- of the configuration that it goes by
  config_hash VARCHAR(64)   NOT NULL,
  -- what it can do, one namespace a line
  wants       TEXT          NOT NULL,
  -- when it was stopped in good order; NULL = it was not
  left_at     BIGINT
);

-- Who does what. The fence grows whenever it changes hands: who writes with an older number is refused.
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
  cause       VARCHAR(16)  NOT NULL CHECK (cause IN ('new', 'expired', 'left', 'shared', 'dropped')),
  -- who had it before; NULL = nobody
  previous    VARCHAR(64)
);
