-- What was written to the audit stays as it was written, and can be deleted after 30 days.
DROP TRIGGER audit_undeleted;

CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 30 * 86400) * 1000
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only for 30 days');
END;
