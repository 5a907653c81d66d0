-- As V20, for the indexes that V36 makes anew.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('contact', 'contact_phone', '1000000 1000000 1'),
    ('contact', 'contact_additional_phone', '100000 100000 1'),
    ('sales_order', 'sales_order_customer_phone', '1000000 1000000 10'),
    ('sales_order', 'sales_order_contact_phone', '1000000 1000000 10');
