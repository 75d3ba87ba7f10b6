-- +goose Up
-- What is snoozed, the soonest first, and everything else behind it; and all that a
-- list can be filtered by. The column stands there once more as itself: without it
-- PostgreSQL would look at the rows.
DROP INDEX conversations_snoozed;
CREATE INDEX conversations_snoozed ON conversations
    (COALESCE(snoozed_until, 9223372036854775807), id, inbox_id, status, priority, assigned_to, channel, source, snoozed_until);

-- The counts tell apart what is snoozed. What is merged into another is closed, and
-- snoozed no more, whatever it is to be again.
DROP TABLE conversation_counts;
CREATE TABLE conversation_counts (
    inbox_id    BIGINT   NOT NULL,
    status      TEXT     NOT NULL,
    snoozed     BOOLEAN  NOT NULL,
    priority    SMALLINT NOT NULL,
    assigned_to BIGINT   NOT NULL,
    channel     TEXT     NOT NULL,
    source      TEXT     NOT NULL,
    n           BIGINT   NOT NULL,
    PRIMARY KEY (status, inbox_id, assigned_to, priority, snoozed, channel, source)
) WITHOUT ROWID;
INSERT INTO conversation_counts (inbox_id, status, snoozed, priority, assigned_to, channel, source, n)
SELECT inbox_id, status, status = 'pending' AND snoozed_until IS NOT NULL, priority, COALESCE(assigned_to, 0), channel, source, COUNT(*)
FROM conversations
GROUP BY inbox_id, status, status = 'pending' AND snoozed_until IS NOT NULL, priority, COALESCE(assigned_to, 0), channel, source;

-- +goose Down
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
) WITHOUT ROWID;
INSERT INTO conversation_counts (inbox_id, status, priority, assigned_to, channel, source, n)
SELECT inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source, COUNT(*)
FROM conversations
GROUP BY inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source;
DROP INDEX conversations_snoozed;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL AND merged_into IS NULL;
