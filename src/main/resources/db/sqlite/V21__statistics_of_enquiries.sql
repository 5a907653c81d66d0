-- As V20, for the index of V13.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('enquiry', 'enquiry_by_id', '1000000 1000000 1');
