-- As before, but with FAIL instead of ABORT. The trigger has changed nothing when it refuses a number, so there is nothing
-- to undo; for ABORT, SQLite copies each page that the insert of a ticket changes.
DROP TRIGGER ticket_number_taken;
CREATE TRIGGER ticket_number_taken BEFORE INSERT ON ticket
WHEN EXISTS (SELECT 1 FROM ticket t WHERE t.cm_id = new.cm_id AND t.number = new.number)
BEGIN
    SELECT RAISE(FAIL, 'the number of the ticket is taken');
END;
