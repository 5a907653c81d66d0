-- As V20, for the indexes that V47 makes anew.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('sales_order', 'sales_order_contact_phone', '100000 100000 10'),
    ('sales_order', 'sales_order_contact_email', '100000 100000 10');
