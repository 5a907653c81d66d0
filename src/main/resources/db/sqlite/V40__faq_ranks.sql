-- With "detail = column" the index did not keep how often a term occurs, and of a contentless table bm25 was always 0. The
-- index that replaces it keeps every place.
--
-- Only Daybook makes terms of texts. So the new index takes those of the old one, each once, and every entry is found as
-- before. Their number counts when "daybook rerender" has indexed the entries again.
CREATE VIRTUAL TABLE faq_search_term USING fts5vocab (faq_search, instance);

CREATE TABLE faq_search_found AS
SELECT doc AS id,
    coalesce(group_concat(term, ' ') FILTER (WHERE col = 'title'), '') AS title,
    coalesce(group_concat(term, ' ') FILTER (WHERE col = 'detail'), '') AS detail
FROM faq_search_term GROUP BY doc;

DROP TABLE faq_search_term;
DROP TABLE faq_search;

-- As in V8.1, without "detail = column".
CREATE VIRTUAL TABLE faq_search USING fts5 (
    title,
    detail,
    content = '',
    contentless_delete = 1,
    prefix = '21 22 23 24 25 26 27 28',
    tokenize = "ascii tokenchars '.'"
);

INSERT INTO faq_search (rowid, title, detail) SELECT id, title, detail FROM faq_search_found ORDER BY id;

DROP TABLE faq_search_found;

UPDATE faq_entry SET terms_format = 0;
