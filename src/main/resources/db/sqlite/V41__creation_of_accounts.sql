-- The line of the audit that says when an account was created: the console asks for it often, and reads no other line.
CREATE INDEX audit_creation ON audit (cm_id, id) WHERE action = 'CREATE_ACCOUNT';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('audit', 'audit_creation', '100 1 1');
