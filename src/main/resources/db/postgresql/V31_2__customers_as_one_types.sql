-- The beginning of a code and of an e-mail, compared byte by byte as SQLite does, whatever the database's language.
CREATE INDEX customer_code_start ON customer (cm_id, customer_code COLLATE "C")
    WHERE customer_code <> '' AND deleted_at = 0;
CREATE INDEX contact_email_start ON contact (cm_id, email_key COLLATE "C") WHERE email_key <> '';
