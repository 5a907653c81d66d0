-- People who use the console. They belong to the deployment and not to an account: person, person_session and person_link
-- are small, and are read to find out who somebody is. password is a bcrypt hash, '' while there is none.
CREATE TABLE person (
    id         BIGINT  NOT NULL PRIMARY KEY,
    email      TEXT    NOT NULL,
    email_key  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    password   TEXT    NOT NULL,
    operator   INTEGER NOT NULL,
    disabled   INTEGER NOT NULL,
    language   TEXT    NOT NULL,
    created_at BIGINT  NOT NULL
) ${clustered};

CREATE UNIQUE INDEX person_email ON person (email_key);

-- What a person may do in an account. An operator needs no row.
CREATE TABLE membership (
    cm_id     BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role      TEXT   NOT NULL,
    PRIMARY KEY (cm_id, person_id)
) ${clustered};

CREATE INDEX membership_person ON membership (person_id, cm_id);

-- Who is logged in. digest is the SHA-256 of the cookie; the cookie itself is nowhere.
CREATE TABLE person_session (
    digest     ${blob} NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL,
    person_id  BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    used_at    BIGINT  NOT NULL,
    address    TEXT    NOT NULL,
    browser    TEXT    NOT NULL
) ${clustered};

CREATE INDEX person_session_person ON person_session (person_id, used_at);

-- Links that open the console once: for the first operator (person_id is 0), or to choose a password.
CREATE TABLE person_link (
    digest     ${blob} NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    person_id  BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL
) ${clustered};

-- Who changed what, and who looked at what, without any value of it. cm_id is 0 where no account is concerned.
CREATE TABLE audit (
    cm_id     BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    action    TEXT   NOT NULL,
    record_id BIGINT NOT NULL,
    address   TEXT   NOT NULL,
    PRIMARY KEY (cm_id, at, id)
) ${clustered};
