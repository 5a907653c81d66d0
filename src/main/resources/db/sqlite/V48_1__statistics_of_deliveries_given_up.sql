-- As V20, for the index of V48.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('webhook_delivery', 'webhook_delivery_given_up', '10000 10000 1');
