-- What was written to the audit stays as it was written, and can be deleted after 30 days.
DROP TRIGGER audit_unchanged ON audit;

CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
    FOR EACH ROW WHEN (OLD.at > (extract(epoch FROM statement_timestamp()) - 30 * 86400) * 1000)
    EXECUTE FUNCTION audit_is_append_only();
