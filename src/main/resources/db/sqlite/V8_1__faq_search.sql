-- The terms of each entry, by its id; the words are found and folded by Daybook, so that both stores find the same. All
-- that is left to the tokenizer is to split at blanks: for "ascii" every letter beyond ASCII is part of a word, and the
-- dot parts the account, with which each term begins, from the term. Contentless: the texts are in faq_entry.
--
-- A search asks for beginnings of words. Those of one to eight letters, after the account's 19 digits and the dot, have
-- indexes of their own; without these a short beginning reads the entries of every word that begins so.
CREATE VIRTUAL TABLE faq_search USING fts5 (
    title,
    detail,
    content = '',
    contentless_delete = 1,
    detail = column,
    prefix = '21 22 23 24 25 26 27 28',
    tokenize = "ascii tokenchars '.'"
);

-- What is no entry any more is not found any more, whatever deletes it.
CREATE TRIGGER faq_entry_deleted AFTER DELETE ON faq_entry
BEGIN
    DELETE FROM faq_search WHERE rowid = old.id;
END;
