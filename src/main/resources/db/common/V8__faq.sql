-- The FAQ. place is the order in which entries and categories were imported.
CREATE TABLE faq_category (
    cm_id     BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE UNIQUE INDEX faq_category_name ON faq_category (cm_id, parent_id, name);

-- terms_format is the version of the words under which the entry is in the search index.
CREATE TABLE faq_entry (
    cm_id        BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    category_id  BIGINT  NOT NULL,
    place        BIGINT  NOT NULL,
    created_at   BIGINT  NOT NULL,
    modified_at  BIGINT  NOT NULL,
    author_id    BIGINT  NOT NULL,
    terms_format INTEGER NOT NULL,
    code         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    detail       TEXT    NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE INDEX faq_entry_category ON faq_entry (cm_id, category_id, place, id);
CREATE UNIQUE INDEX faq_entry_code ON faq_entry (cm_id, code) WHERE code <> '';
