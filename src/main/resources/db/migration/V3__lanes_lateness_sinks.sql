-- The order of delivery is that of seq within a lane: a check in most sinks, a platform in those that tell groups.
ALTER TABLE delivery RENAME COLUMN check_id TO lane;

-- What tries say of how late they are, in milliseconds: 0 = nothing, NULL = not decided. Decided before a try, and for
-- good once a peer may have taken it.
ALTER TABLE delivery ADD COLUMN late_by BIGINT;

-- The notice of the late problem that this recovery tells with it.
ALTER TABLE delivery ADD COLUMN ends VARCHAR(64);

-- What the peer did at the last try: accepted, answered (it said no), unreached, unknown. NULL = not tried.
ALTER TABLE delivery ADD COLUMN peer VARCHAR(16);

CREATE INDEX delivery_failed ON delivery (settled_at) WHERE state = 'failed';

-- How a sink does. None = it never failed.
CREATE TABLE sink_state (
  sink          VARCHAR(64) NOT NULL PRIMARY KEY,
  failing_since BIGINT,
  reason        VARCHAR(512),
  closed_until  BIGINT
);

-- A late problem is kept as long as its recovery waits.
CREATE INDEX delivery_ends ON delivery (ends) WHERE ends IS NOT NULL;
