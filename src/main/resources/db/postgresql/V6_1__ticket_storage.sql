-- As for customers: a document is read whole and often.
ALTER TABLE ticket_document ALTER COLUMN doc SET STORAGE EXTERNAL;
ALTER TABLE ticket_document SET (toast_tuple_target = 8160);

-- A number is had once in an account. The index also tells where the ticket's document is.
CREATE UNIQUE INDEX ticket_number ON ticket (cm_id, number) INCLUDE (created_at, id);
