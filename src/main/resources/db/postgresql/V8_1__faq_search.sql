-- The terms of each entry; the words are found and folded by Daybook, so that both stores find the same. Each term begins
-- with the account, so that a search reads only its own part of the index.
CREATE TABLE faq_search (
    cm_id BIGINT   NOT NULL,
    id    BIGINT   NOT NULL,
    terms TSVECTOR NOT NULL,
    PRIMARY KEY (cm_id, id),
    -- What is no entry any more is not found any more, whatever deletes it.
    FOREIGN KEY (cm_id, id) REFERENCES faq_entry ON DELETE CASCADE
);

-- Without fastupdate the entries of an import are in the index at once, and no search has to look through a list of them.
CREATE INDEX faq_search_terms ON faq_search USING gin (terms) WITH (fastupdate = off);

-- What a search finds is ranked by its vectors, all of them: keep them in their rows, not compressed, up to nearly a page.
ALTER TABLE faq_search ALTER COLUMN terms SET STORAGE EXTERNAL;
ALTER TABLE faq_search SET (toast_tuple_target = 8160);
