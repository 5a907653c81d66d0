-- As V20, for the indexes of V50.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('idempotency', 'idempotency_customer', '100000 100000 10'),
    ('idempotency', 'idempotency_ticket', '100000 100000 10');
