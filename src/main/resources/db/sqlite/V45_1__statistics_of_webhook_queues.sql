-- As V20, for the indexes of V45.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('webhook_delivery', 'webhook_delivery_waiting', '10000 10000 10 1'),
    ('webhook_delivery', 'webhook_delivery_planned', '1000 1000 1 1');
