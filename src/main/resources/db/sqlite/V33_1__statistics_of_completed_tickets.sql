-- As V20, for the index of V33.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('ticket', 'ticket_completed', '1000000 1000000 250000 1 1');
