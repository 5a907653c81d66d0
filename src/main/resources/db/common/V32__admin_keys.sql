-- Keys of the admin API. They belong to the deployment and not to an account. digest is the SHA-256 of the token.
CREATE TABLE admin_key (
    id           BIGINT  NOT NULL PRIMARY KEY,
    digest       ${blob} NOT NULL,
    label        TEXT    NOT NULL,
    expires_at   BIGINT  NOT NULL,
    disabled     INTEGER NOT NULL,
    created_at   BIGINT  NOT NULL,
    last_used_at BIGINT  NOT NULL
) ${clustered};

CREATE UNIQUE INDEX admin_key_digest ON admin_key (digest);

-- The admin key by which something was done, 0 if a person did it; person_id is then 0.
ALTER TABLE audit ADD COLUMN admin_key_id BIGINT NOT NULL DEFAULT 0;
