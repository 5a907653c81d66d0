-- What each entry is found by: the words of its title and of all of it, and their beginnings. The words are found, folded
-- and stemmed by Daybook, so that both stores find the same. Each begins with the account, so that a search reads only its
-- own part of the index.
CREATE TABLE faq_search (
    cm_id   BIGINT   NOT NULL,
    id      BIGINT   NOT NULL,
    title   TSVECTOR NOT NULL,
    lexemes TSVECTOR NOT NULL,
    PRIMARY KEY (cm_id, id),
    -- What is no entry any more is not found any more, whatever deletes it.
    FOREIGN KEY (cm_id, id) REFERENCES faq_entry ON DELETE CASCADE
);

CREATE INDEX faq_search_lexemes ON faq_search USING gin (lexemes);

-- Counting and ranking titles reads the rows of all that was found: keep them small, with what only the index needs apart.
ALTER TABLE faq_search ALTER COLUMN title SET STORAGE MAIN, ALTER COLUMN lexemes SET STORAGE EXTERNAL;
ALTER TABLE faq_search SET (toast_tuple_target = 128);

-- What entries are ranked by that have the words in their details only.
CREATE TABLE faq_vector (
    cm_id BIGINT   NOT NULL,
    id    BIGINT   NOT NULL,
    terms TSVECTOR NOT NULL,
    PRIMARY KEY (cm_id, id),
    FOREIGN KEY (cm_id, id) REFERENCES faq_entry ON DELETE CASCADE
);

-- All vectors of what was found are read: keep them in their rows, not compressed, up to nearly a page.
ALTER TABLE faq_vector ALTER COLUMN terms SET STORAGE EXTERNAL;
ALTER TABLE faq_vector SET (toast_tuple_target = 8160);
