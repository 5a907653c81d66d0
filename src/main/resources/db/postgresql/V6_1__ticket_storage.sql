-- As for customers: a document is read whole and often.
ALTER TABLE ticket_document ALTER COLUMN doc SET STORAGE EXTERNAL;
ALTER TABLE ticket_document SET (toast_tuple_target = 8160);
