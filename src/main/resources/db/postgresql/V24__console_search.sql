-- The beginning of a customer's name, compared byte by byte as SQLite does, whatever the database's language.
CREATE INDEX customer_name ON customer (cm_id, name_key COLLATE "C", id) WHERE deleted_at = 0;
