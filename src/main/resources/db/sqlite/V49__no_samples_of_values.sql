-- The ANALYZE of V20 also keeps samples of the indexed values, such as e-mails, which no erasure would reach. Without
-- samples, the planner uses only the fixed figures of V20, so every database has the same query plans.
DROP TABLE IF EXISTS sqlite_stat4;
