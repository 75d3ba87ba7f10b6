-- +goose Up
-- Each of these holds, beside the order, all that a list can be filtered by, so
-- that rows are passed over in the index: four orders, for conversations of every
-- status and of one.
DROP INDEX conversations_updated;
DROP INDEX conversations_created;
DROP INDEX conversations_priority;
DROP INDEX conversations_waiting;
DROP INDEX conversations_status;
DROP INDEX conversations_customer;
CREATE INDEX conversations_updated ON conversations (updated_at, id, inbox_id, status, priority, assigned_to, channel, source);
CREATE INDEX conversations_created ON conversations (created_at, id, inbox_id, status, priority, assigned_to, channel, source);
CREATE INDEX conversations_priority ON conversations (priority, id, inbox_id, status, assigned_to, channel, source);
CREATE INDEX conversations_status_updated ON conversations (status, updated_at, id, inbox_id, priority, assigned_to, channel, source);
CREATE INDEX conversations_status_created ON conversations (status, created_at, id, inbox_id, priority, assigned_to, channel, source);
CREATE INDEX conversations_status_priority ON conversations (status, priority, id, inbox_id, assigned_to, channel, source);
CREATE INDEX conversations_customer ON conversations (customer_id, updated_at, id, inbox_id, status, priority, assigned_to, channel, source);
-- Who does not wait comes after everyone who does. The column stands there once
-- more as itself: without it PostgreSQL would look at the rows.
CREATE INDEX conversations_waiting ON conversations
    ((COALESCE(waiting_since, 9223372036854775807)), id, inbox_id, status, priority, assigned_to, channel, source, waiting_since);
CREATE INDEX conversations_status_waiting ON conversations
    (status, (COALESCE(waiting_since, 9223372036854775807)), id, inbox_id, priority, assigned_to, channel, source, waiting_since);

-- No list is cut from these any more; they are there for the foreign keys.
DROP INDEX conversations_inbox;
DROP INDEX conversations_assignee;
CREATE INDEX conversations_inbox ON conversations (inbox_id);
CREATE INDEX conversations_assignee ON conversations (assigned_to);

-- The counts tell apart channels and sources, too, and stand in the order that
-- they are summed in.
DROP TABLE conversation_counts;
CREATE TABLE conversation_counts (
    inbox_id    BIGINT   NOT NULL,
    status      TEXT     NOT NULL,
    priority    SMALLINT NOT NULL,
    assigned_to BIGINT   NOT NULL,
    channel     TEXT     NOT NULL,
    source      TEXT     NOT NULL,
    n           BIGINT   NOT NULL,
    PRIMARY KEY (status, inbox_id, assigned_to, priority, channel, source)
);
INSERT INTO conversation_counts (inbox_id, status, priority, assigned_to, channel, source, n)
SELECT inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source, COUNT(*)
FROM conversations
GROUP BY inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source;

-- +goose Down
DROP INDEX conversations_updated;
DROP INDEX conversations_created;
DROP INDEX conversations_priority;
DROP INDEX conversations_waiting;
DROP INDEX conversations_status_updated;
DROP INDEX conversations_status_created;
DROP INDEX conversations_status_priority;
DROP INDEX conversations_status_waiting;
DROP INDEX conversations_inbox;
DROP INDEX conversations_assignee;
DROP INDEX conversations_customer;
CREATE INDEX conversations_updated ON conversations (updated_at, id);
CREATE INDEX conversations_created ON conversations (created_at, id);
CREATE INDEX conversations_priority ON conversations (priority, id);
CREATE INDEX conversations_waiting ON conversations ((COALESCE(waiting_since, 9223372036854775807)), id);
CREATE INDEX conversations_status ON conversations (status, updated_at, id);
CREATE INDEX conversations_inbox ON conversations (inbox_id, status, updated_at, id);
CREATE INDEX conversations_assignee ON conversations (assigned_to, status, updated_at, id);
CREATE INDEX conversations_customer ON conversations (customer_id, updated_at, id);

DROP TABLE conversation_counts;
CREATE TABLE conversation_counts (
    inbox_id    BIGINT   NOT NULL REFERENCES inboxes (id),
    status      TEXT     NOT NULL,
    priority    SMALLINT NOT NULL,
    assigned_to BIGINT   NOT NULL,
    n           BIGINT   NOT NULL,
    PRIMARY KEY (inbox_id, status, priority, assigned_to)
);
INSERT INTO conversation_counts (inbox_id, status, priority, assigned_to, n)
SELECT inbox_id, status, priority, COALESCE(assigned_to, 0), COUNT(*)
FROM conversations
GROUP BY inbox_id, status, priority, COALESCE(assigned_to, 0);
