-- The ANALYZE of V20 also keeps samples of the indexed values, such as e-mails, which no erasure would reach. A table
-- without them has the same query plans in every database.
DROP TABLE IF EXISTS sqlite_stat4;
