-- INSERT OR REPLACE deletes the line that it replaces without the triggers of a DELETE, unless the connection has set
-- recursive_triggers.
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE cm_id = NEW.cm_id AND at = NEW.at AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
