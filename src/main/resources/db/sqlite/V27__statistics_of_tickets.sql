-- As V20, for the indexes of V26.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('ticket', 'ticket_late', '10000 10000 1 1'),
    ('ticket', 'ticket_assignee', '1000000 1000000 1000 1 1');
