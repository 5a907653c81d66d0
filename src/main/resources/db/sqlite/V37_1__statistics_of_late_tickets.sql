-- As V20, for the index that V37 makes anew.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('ticket', 'ticket_late', '10000 10000 1 1 1 1 1');
