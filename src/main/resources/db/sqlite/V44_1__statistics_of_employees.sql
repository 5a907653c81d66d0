-- As V20, for the indexes of V44.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('employee', 'employee_code', '1000 1000 1 1'),
    ('employee', 'employee_email', '1000 1000 1 1'),
    ('employee', 'employee_name', '1000 1000 1 1');
