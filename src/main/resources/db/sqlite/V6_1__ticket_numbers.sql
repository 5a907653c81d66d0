-- A number is had once in an account. The index tells with a number where the ticket's document is, so that its row need
-- not be read for that; a unique one would have to be of the number alone.
CREATE INDEX ticket_number ON ticket (cm_id, number, created_at);

CREATE TRIGGER ticket_number_taken BEFORE INSERT ON ticket
WHEN EXISTS (SELECT 1 FROM ticket t WHERE t.cm_id = new.cm_id AND t.number = new.number)
BEGIN
    SELECT RAISE(ABORT, 'the number of the ticket is taken');
END;
