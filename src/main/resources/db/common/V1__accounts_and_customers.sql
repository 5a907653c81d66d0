-- What both stores share. Instants are milliseconds since 1970-01-01T00:00Z, 0 if there is none; flags are 0 or 1; a
-- text that is not known is ''. Every primary key and every index leads with cm_id, the account, which is also the
-- column by which the tables are distributed over several database machines; account and api_key, which are read to
-- find out the account, are small and copied to all of them.

CREATE TABLE account (
    cm_id             BIGINT NOT NULL PRIMARY KEY,
    name              TEXT   NOT NULL,
    zone              TEXT   NOT NULL,
    all_customer_page TEXT   NOT NULL
);

CREATE TABLE api_key (
    cm_id      BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    digest     ${blob} NOT NULL,
    label      TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,
    expires_at BIGINT  NOT NULL,
    disabled   INTEGER NOT NULL,
    masking    INTEGER NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE UNIQUE INDEX api_key_digest ON api_key (digest);

-- The account's own lists: zones and the three kinds of sources.
CREATE TABLE list_entry (
    cm_id    BIGINT NOT NULL,
    list     TEXT   NOT NULL,
    id       BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    name_key TEXT   NOT NULL,
    PRIMARY KEY (cm_id, list, id)
) ${clustered};

CREATE UNIQUE INDEX list_entry_name ON list_entry (cm_id, list, name_key);

CREATE TABLE employee (
    cm_id     BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    name_key  TEXT   NOT NULL,
    code      TEXT   NOT NULL,
    email     TEXT   NOT NULL,
    email_key TEXT   NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

-- A deleted customer keeps its row, so that its id and version stay known; an erased one keeps nothing.
CREATE TABLE customer (
    cm_id               BIGINT  NOT NULL,
    id                  BIGINT  NOT NULL,
    created_at          BIGINT  NOT NULL,
    modified_at         BIGINT  NOT NULL,
    deleted_at          BIGINT  NOT NULL,
    version             BIGINT  NOT NULL,
    organization        INTEGER NOT NULL,
    individual          INTEGER NOT NULL,
    channel_partner     INTEGER NOT NULL,
    zone_id             BIGINT  NOT NULL,
    assigned_to_id      BIGINT  NOT NULL,
    primary_source_id   BIGINT  NOT NULL,
    secondary_source_id BIGINT  NOT NULL,
    tertiary_source_id  BIGINT  NOT NULL,
    name                TEXT    NOT NULL,
    name_key            TEXT    NOT NULL,
    customer_code       TEXT    NOT NULL,
    phone               TEXT    NOT NULL,
    email               TEXT    NOT NULL,
    website             TEXT    NOT NULL,
    address             TEXT    NOT NULL,
    locality            TEXT    NOT NULL,
    city                TEXT    NOT NULL,
    state               TEXT    NOT NULL,
    country             TEXT    NOT NULL,
    pin_code            TEXT    NOT NULL,
    latitude            TEXT    NOT NULL,
    longitude           TEXT    NOT NULL,
    classification      TEXT    NOT NULL,
    type                TEXT    NOT NULL,
    remarks             TEXT    NOT NULL,
    cross_remarks       TEXT    NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE UNIQUE INDEX customer_code ON customer (cm_id, customer_code) WHERE customer_code <> '' AND deleted_at = 0;

-- digits and tail are what phones are compared by, email_key and designation_key what texts are.
CREATE TABLE contact (
    cm_id             BIGINT  NOT NULL,
    customer_id       BIGINT  NOT NULL,
    id                BIGINT  NOT NULL,
    created_at        BIGINT  NOT NULL,
    is_primary        INTEGER NOT NULL,
    person            TEXT    NOT NULL,
    title             TEXT    NOT NULL,
    first_name        TEXT    NOT NULL,
    last_name         TEXT    NOT NULL,
    gender            TEXT    NOT NULL,
    country_code      TEXT    NOT NULL,
    phone             TEXT    NOT NULL,
    phone_digits      TEXT    NOT NULL,
    phone_tail        TEXT    NOT NULL,
    additional_phone  TEXT    NOT NULL,
    additional_digits TEXT    NOT NULL,
    additional_tail   TEXT    NOT NULL,
    email             TEXT    NOT NULL,
    email_key         TEXT    NOT NULL,
    birth_date        TEXT    NOT NULL,
    designation       TEXT    NOT NULL,
    designation_key   TEXT    NOT NULL,
    PRIMARY KEY (cm_id, customer_id, id)
) ${clustered};

CREATE INDEX contact_phone ON contact (cm_id, phone_tail) WHERE phone_tail <> '';
CREATE INDEX contact_additional_phone ON contact (cm_id, additional_tail) WHERE additional_tail <> '';
CREATE INDEX contact_email ON contact (cm_id, email_key) WHERE email_key <> '';

CREATE TABLE enquiry (
    cm_id           BIGINT NOT NULL,
    customer_id     BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    modified_at     BIGINT NOT NULL,
    assigned_to_id  BIGINT NOT NULL,
    round_robin_key TEXT   NOT NULL,
    next_follow_up  TEXT   NOT NULL,
    action          TEXT   NOT NULL,
    sub_status      TEXT   NOT NULL,
    remarks         TEXT   NOT NULL,
    PRIMARY KEY (cm_id, customer_id, id)
) ${clustered};

-- attr1 to attr15.
CREATE TABLE customer_attribute (
    cm_id       BIGINT  NOT NULL,
    customer_id BIGINT  NOT NULL,
    number      INTEGER NOT NULL,
    value       TEXT    NOT NULL,
    PRIMARY KEY (cm_id, customer_id, number)
) ${clustered};

-- Fields that the account added to the vendor's, as JSON; of the customer itself where enquiry_id is 0.
CREATE TABLE associate_field (
    cm_id       BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    enquiry_id  BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    value       TEXT   NOT NULL,
    PRIMARY KEY (cm_id, customer_id, enquiry_id, name)
) ${clustered};

-- The customer as the API answers it, ready to be sent. Derived from the tables above, in the order of a pull; SQLite
-- keeps the rows themselves in that order.
CREATE TABLE customer_document (
    cm_id      BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    format     INTEGER NOT NULL,
    doc        TEXT    NOT NULL,
    PRIMARY KEY (cm_id, created_at, id)
) ${clustered};

-- The first answer to a write that came with an Idempotency-Key; only digests of the key and the body.
CREATE TABLE idempotency (
    cm_id       BIGINT  NOT NULL,
    api_key_id  BIGINT  NOT NULL,
    key_digest  ${blob} NOT NULL,
    body_digest ${blob} NOT NULL,
    customer_id BIGINT  NOT NULL,
    status      INTEGER NOT NULL,
    answer      ${blob} NOT NULL,
    created_at  BIGINT  NOT NULL,
    PRIMARY KEY (cm_id, api_key_id, key_digest)
) ${clustered};

CREATE INDEX idempotency_age ON idempotency (cm_id, created_at);
