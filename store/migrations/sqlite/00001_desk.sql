-- +goose Up
-- Times are microseconds since 1970-01-01 UTC. Priorities are 1 (low) to 4
-- (urgent), so that sorting by them is sorting by number. A version grows by one
-- with every change of its row.

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL CHECK (role IN ('viewer', 'agent', 'manager', 'admin')),
    password_hash TEXT    NOT NULL,
    active        BOOLEAN NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    version       BIGINT  NOT NULL
);

CREATE TABLE inboxes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    channel    TEXT    NOT NULL CHECK (channel IN ('email', 'chat', 'phone', 'whatsapp')),
    is_default BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX inboxes_one_default ON inboxes (is_default) WHERE is_default;

CREATE TABLE inbox_members (
    inbox_id BIGINT NOT NULL REFERENCES inboxes (id) ON DELETE CASCADE,
    user_id  BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (inbox_id, user_id)
);
CREATE INDEX inbox_members_user ON inbox_members (user_id, inbox_id);

CREATE TABLE customers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    email_key  TEXT    UNIQUE,
    phone      TEXT    NOT NULL,
    search     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE INDEX customers_name ON customers (search, id);

CREATE TABLE conversations (
    id              INTEGER  PRIMARY KEY AUTOINCREMENT,
    subject         TEXT     NOT NULL,
    status          TEXT     NOT NULL CHECK (status IN ('open', 'pending', 'closed')),
    priority        SMALLINT NOT NULL CHECK (priority BETWEEN 1 AND 4),
    channel         TEXT     NOT NULL CHECK (channel IN ('email', 'chat', 'phone', 'whatsapp')),
    source          TEXT     NOT NULL CHECK (source IN ('widget', 'phone', 'api', 'email')),
    customer_id     BIGINT   NOT NULL REFERENCES customers (id),
    assigned_to     BIGINT   REFERENCES users (id),
    inbox_id        BIGINT   NOT NULL REFERENCES inboxes (id),
    preview         TEXT     NOT NULL,
    message_count   BIGINT   NOT NULL,
    last_message_at BIGINT,
    waiting_since   BIGINT,
    created_at      BIGINT   NOT NULL,
    updated_at      BIGINT   NOT NULL,
    version         BIGINT   NOT NULL
);
CREATE INDEX conversations_updated ON conversations (updated_at, id);
CREATE INDEX conversations_created ON conversations (created_at, id);
CREATE INDEX conversations_priority ON conversations (priority, id);
-- Who does not wait comes after everyone who does.
CREATE INDEX conversations_waiting ON conversations (COALESCE(waiting_since, 9223372036854775807), id);
CREATE INDEX conversations_status ON conversations (status, updated_at, id);
CREATE INDEX conversations_inbox ON conversations (inbox_id, status, updated_at, id);
CREATE INDEX conversations_assignee ON conversations (assigned_to, status, updated_at, id);
CREATE INDEX conversations_customer ON conversations (customer_id, updated_at, id);

-- How many conversations there are of each kind, kept in step by every change, so
-- that counts need not read the conversations. assigned_to is 0 for nobody.
CREATE TABLE conversation_counts (
    inbox_id    BIGINT   NOT NULL REFERENCES inboxes (id),
    status      TEXT     NOT NULL,
    priority    SMALLINT NOT NULL,
    assigned_to BIGINT   NOT NULL,
    n           BIGINT   NOT NULL,
    PRIMARY KEY (inbox_id, status, priority, assigned_to)
);

CREATE TABLE messages (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT  NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind            TEXT    NOT NULL CHECK (kind IN ('customer', 'reply', 'note')),
    body            TEXT    NOT NULL,
    author_type     TEXT    NOT NULL CHECK (author_type IN ('customer', 'user', 'key', 'system')),
    author_id       BIGINT  NOT NULL,
    author_name     TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL
);
CREATE INDEX messages_conversation ON messages (conversation_id, id);

-- One row for every change of anything. The rows of a deleted record go with it;
-- one row, 'deleted' and without changes, stays.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    subject    TEXT    NOT NULL,
    subject_id BIGINT  NOT NULL,
    action     TEXT    NOT NULL,
    actor_type TEXT    NOT NULL,
    actor_id   BIGINT  NOT NULL,
    actor_name TEXT    NOT NULL,
    via        TEXT    NOT NULL,
    changes    TEXT    NOT NULL,
    at         BIGINT  NOT NULL
);
CREATE INDEX events_subject ON events (subject, subject_id, id);

-- What has been committed and still has to be told to others. A row names its
-- event and carries no content of its own.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id   BIGINT  NOT NULL,
    subject    TEXT    NOT NULL,
    subject_id BIGINT  NOT NULL,
    action     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL
);

CREATE TABLE api_keys (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL UNIQUE,
    secret_hash  TEXT    NOT NULL UNIQUE,
    permissions  TEXT    NOT NULL,
    all_inboxes  BOOLEAN NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT,
    revoked_at   BIGINT,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    version      BIGINT  NOT NULL
);

CREATE TABLE key_inboxes (
    key_id   BIGINT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    inbox_id BIGINT NOT NULL REFERENCES inboxes (id) ON DELETE CASCADE,
    PRIMARY KEY (key_id, inbox_id)
);
CREATE INDEX key_inboxes_inbox ON key_inboxes (inbox_id, key_id);

-- The cookie holds a random token; only its hash is here.
CREATE TABLE sessions (
    token_hash TEXT   PRIMARY KEY,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    data       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Attempts to sign in that did not succeed, or not yet; account is a hash.
CREATE TABLE sign_in_failures (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT    NOT NULL,
    address TEXT    NOT NULL,
    at      BIGINT  NOT NULL
);
CREATE INDEX sign_in_failures_account ON sign_in_failures (account, at);
CREATE INDEX sign_in_failures_address ON sign_in_failures (address, at);

CREATE TABLE settings (
    name       TEXT   PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

INSERT INTO inboxes (name, name_key, channel, is_default, created_at, updated_at, version)
VALUES ('Support', 'support', 'email', TRUE, 0, 0, 1);

-- +goose Down
DROP TABLE settings;
DROP TABLE sign_in_failures;
DROP TABLE sessions;
DROP TABLE key_inboxes;
DROP TABLE api_keys;
DROP TABLE outbox;
DROP TABLE events;
DROP TABLE messages;
DROP TABLE conversation_counts;
DROP TABLE conversations;
DROP TABLE customers;
DROP TABLE inbox_members;
DROP TABLE inboxes;
DROP TABLE users;
