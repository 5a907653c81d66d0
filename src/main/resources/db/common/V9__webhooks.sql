-- Where an account wants status changes of its tickets posted. The secret is in plain form, because it signs.
CREATE TABLE webhook (
    cm_id         BIGINT  NOT NULL PRIMARY KEY,
    url           TEXT    NOT NULL,
    secret        TEXT    NOT NULL,
    allow_private INTEGER NOT NULL
) ${clustered};

-- What is still to be posted, and what was given up; a delivered one is gone. Of a ticket's waiting deliveries only the
-- first has a time for its next attempt, the others the largest number, and so have those that were given up.
-- leased_until says how long the server that took it may be at it.
CREATE TABLE webhook_delivery (
    cm_id           BIGINT  NOT NULL,
    ticket          BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at BIGINT  NOT NULL,
    leased_until    BIGINT  NOT NULL,
    give_up_at      BIGINT  NOT NULL,
    given_up_at     BIGINT  NOT NULL,
    last_error      TEXT    NOT NULL,
    body            TEXT    NOT NULL,
    PRIMARY KEY (cm_id, ticket, id)
) ${clustered};

CREATE INDEX webhook_delivery_due ON webhook_delivery (cm_id, next_attempt_at, id);
