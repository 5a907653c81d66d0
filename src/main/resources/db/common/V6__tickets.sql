-- Tickets. number is the public ticketId; the customer's name, code, phone, e-mail and address are as they were when
-- the ticket was written. late is 1 once the ticket was not complete in time; sla_minutes and tat_minutes are working
-- time by the calendar of that day.
CREATE TABLE ticket (
    cm_id          BIGINT  NOT NULL,
    id             BIGINT  NOT NULL,
    number         BIGINT  NOT NULL,
    created_at     BIGINT  NOT NULL,
    modified_at    BIGINT  NOT NULL,
    deleted_at     BIGINT  NOT NULL,
    version        BIGINT  NOT NULL,
    changed_in     BIGINT  NOT NULL,
    status         TEXT    NOT NULL,
    sub_status     TEXT    NOT NULL,
    customer_id    BIGINT  NOT NULL,
    contact_id     BIGINT  NOT NULL,
    priority       INTEGER NOT NULL,
    assigned_to_id BIGINT  NOT NULL,
    due            BIGINT  NOT NULL,
    call_back      BIGINT  NOT NULL,
    follow_up      BIGINT  NOT NULL,
    ended          BIGINT  NOT NULL,
    conversation   BIGINT  NOT NULL,
    late           INTEGER NOT NULL,
    tat_minutes    BIGINT  NOT NULL,
    sla_minutes    BIGINT  NOT NULL,
    notes          INTEGER NOT NULL,
    title          TEXT    NOT NULL,
    detail         TEXT    NOT NULL,
    queue          TEXT    NOT NULL,
    disposition    TEXT    NOT NULL,
    classification TEXT    NOT NULL,
    due_date       TEXT    NOT NULL,
    customer_name  TEXT    NOT NULL,
    customer_code  TEXT    NOT NULL,
    phone          TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    address        TEXT    NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE INDEX ticket_proof ON ticket (cm_id, created_at, id, modified_at) WHERE deleted_at = 0;
CREATE INDEX ticket_changes ON ticket (cm_id, changed_in, id);
CREATE INDEX ticket_code ON ticket (cm_id, customer_code, created_at, id) WHERE customer_code <> '';
CREATE INDEX ticket_customer ON ticket (cm_id, customer_id) WHERE customer_id <> 0;
-- What is not late yet but will be.
CREATE INDEX ticket_due ON ticket (cm_id, due) WHERE due <> 0 AND late = 0 AND ended = 0;

-- What the account keeps beyond the vendor's fields, as JSON; field is '' where the group is not an object.
CREATE TABLE ticket_associate (
    cm_id      BIGINT  NOT NULL,
    ticket_id  BIGINT  NOT NULL,
    position   INTEGER NOT NULL,
    group_name TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    PRIMARY KEY (cm_id, ticket_id, position)
) ${clustered};

CREATE TABLE ticket_event (
    cm_id      BIGINT NOT NULL,
    ticket_id  BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    sub_status TEXT   NOT NULL,
    remark     TEXT   NOT NULL,
    PRIMARY KEY (cm_id, ticket_id, id)
) ${clustered};

CREATE TABLE ticket_document (
    cm_id      BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    format     INTEGER NOT NULL,
    doc        TEXT    NOT NULL,
    PRIMARY KEY (cm_id, created_at, id)
) ${clustered};

-- The account's own sub-statuses; an account without any has those that Daybook comes with.
CREATE TABLE sub_status (
    cm_id     BIGINT  NOT NULL,
    position  INTEGER NOT NULL,
    code      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    completes INTEGER NOT NULL,
    PRIMARY KEY (cm_id, position)
) ${clustered};

-- When an account works; one without a row does day and night. Days as MON,TUE, times as minutes of the day, holidays
-- as 2026-01-26,2026-08-15.
CREATE TABLE work_calendar (
    cm_id       BIGINT  NOT NULL PRIMARY KEY,
    days        TEXT    NOT NULL,
    opens       INTEGER NOT NULL,
    closes      INTEGER NOT NULL,
    holidays    TEXT    NOT NULL,
    sla_minutes BIGINT  NOT NULL
) ${clustered};
