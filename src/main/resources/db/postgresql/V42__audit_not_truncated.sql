-- TRUNCATE fires no trigger of a row. It would delete the young lines of the audit, too.
CREATE TRIGGER audit_not_truncated BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
