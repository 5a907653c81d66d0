-- The beginning of a customer's name.
CREATE INDEX customer_name ON customer (cm_id, name_key, id) WHERE deleted_at = 0;

-- As V20, for the indexes of V22 to V24.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('person', 'person_email', '1000 1'),
    ('membership', 'membership', '1000 100 1'),
    ('membership', 'membership_person', '1000 2 1'),
    ('person_session', 'person_session_person', '1000 2 1'),
    ('audit', 'audit', '1000000 1000000 1 1'),
    ('ticket', 'ticket_open', '10000 10000 1 1 1 1 1 1'),
    ('ticket', 'ticket_open_due', '10000 10000 10 1'),
    ('sales_order', 'sales_order_status', '1000000 1000000 100000 1 1'),
    ('customer', 'customer_name', '1000000 1000000 10 1');
