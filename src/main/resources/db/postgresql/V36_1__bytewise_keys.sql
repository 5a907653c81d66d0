-- Texts that are found by a key are compared byte by byte, as SQLite compares them, whatever the database's language: one
-- index serves a whole key and its beginning, and a comparison costs much less.
DROP INDEX customer_code_start;
DROP INDEX contact_email_start;
ALTER TABLE customer
    ALTER COLUMN customer_code TYPE TEXT COLLATE "C",
    ALTER COLUMN name_key TYPE TEXT COLLATE "C";
ALTER TABLE contact
    ALTER COLUMN phone_digits TYPE TEXT COLLATE "C",
    ALTER COLUMN phone_tail TYPE TEXT COLLATE "C",
    ALTER COLUMN additional_digits TYPE TEXT COLLATE "C",
    ALTER COLUMN additional_tail TYPE TEXT COLLATE "C",
    ALTER COLUMN email_key TYPE TEXT COLLATE "C",
    ALTER COLUMN designation_key TYPE TEXT COLLATE "C";
ALTER TABLE ticket
    ALTER COLUMN customer_code TYPE TEXT COLLATE "C";
ALTER TABLE sales_order
    ALTER COLUMN erp_order_id TYPE TEXT COLLATE "C",
    ALTER COLUMN order_status_key TYPE TEXT COLLATE "C",
    ALTER COLUMN customer_phone_digits TYPE TEXT COLLATE "C",
    ALTER COLUMN customer_phone_tail TYPE TEXT COLLATE "C",
    ALTER COLUMN contact_phone_digits TYPE TEXT COLLATE "C",
    ALTER COLUMN contact_phone_tail TYPE TEXT COLLATE "C",
    ALTER COLUMN customer_email_key TYPE TEXT COLLATE "C",
    ALTER COLUMN contact_email_key TYPE TEXT COLLATE "C";
