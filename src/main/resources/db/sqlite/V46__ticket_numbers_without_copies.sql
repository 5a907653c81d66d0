-- As V6_1, but with FAIL instead of ABORT. For ABORT, SQLite copies each page that the insert of a ticket changes, to
-- undo the statement. FAIL keeps what the statement has done, but the failure rolls back the transaction or its part.
DROP TRIGGER ticket_number_taken;
CREATE TRIGGER ticket_number_taken BEFORE INSERT ON ticket
WHEN EXISTS (SELECT 1 FROM ticket t WHERE t.cm_id = new.cm_id AND t.number = new.number)
BEGIN
    SELECT RAISE(FAIL, 'the number of the ticket is taken');
END;
