-- As V20, for the tables and indexes of V31 and V31.1.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('saved_filter', 'saved_filter', '1000 100 2 1'),
    ('contact', 'contact_phone_start', '1000000 1000000 1'),
    ('contact', 'contact_phone_end', '1000000 1000000 1'),
    ('ticket', 'ticket_due_late', '1000000 1000000 10 1');
