-- What SQLite is to believe of every index: that it holds a million rows of one account. Without figures it takes an
-- account for ten rows, and finds fifty tickets by their numbers by going through all of them. It would count by itself
-- only if it were told to, and then choose by the day: with these its choice is the same for every database.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('customer', 'customer', '1000000 1000000 1'),
    ('customer', 'customer_code', '1000000 1000000 1'),
    ('customer', 'customer_proof', '1000000 1000000 1 1 1'),
    ('customer', 'customer_changes', '1000000 1000000 100 1'),
    ('customer_document', 'customer_document', '1000000 1000000 1 1'),
    ('contact', 'contact', '1000000 1000000 1 1'),
    ('contact', 'contact_phone', '1000000 1000000 1'),
    ('contact', 'contact_additional_phone', '100000 100000 1'),
    ('contact', 'contact_email', '1000000 1000000 1'),
    ('enquiry', 'enquiry', '1000000 1000000 1 1'),
    ('customer_attribute', 'customer_attribute', '1000000 1000000 3 1'),
    ('associate_field', 'associate_field', '1000000 1000000 3 3 1'),
    ('list_entry', 'list_entry', '100 100 25 1'),
    ('list_entry', 'list_entry_name', '100 100 25 1'),
    ('employee', 'employee', '1000 1000 1'),
    ('ticket', 'ticket', '1000000 1000000 1'),
    ('ticket', 'ticket_number', '1000000 1000000 1'),
    ('ticket', 'ticket_proof', '1000000 1000000 1 1 1'),
    ('ticket', 'ticket_changes', '1000000 1000000 100 1'),
    ('ticket', 'ticket_code', '1000000 1000000 10 1 1'),
    ('ticket', 'ticket_customer', '1000000 1000000 10'),
    ('ticket', 'ticket_due', '10000 10000 10'),
    ('ticket_document', 'ticket_document', '1000000 1000000 1 1'),
    ('ticket_associate', 'ticket_associate', '3000000 3000000 3 1'),
    ('ticket_note', 'ticket_note', '1000000 1000000 3 1'),
    ('ticket_event', 'ticket_event', '3000000 3000000 3 1'),
    ('faq_category', 'faq_category', '100 100 1'),
    ('faq_category', 'faq_category_name', '100 100 5 1'),
    ('faq_entry', 'faq_entry', '10000 10000 1'),
    ('faq_entry', 'faq_entry_category', '10000 10000 100 1 1'),
    ('faq_entry', 'faq_entry_code', '10000 10000 1'),
    ('idempotency', 'idempotency', '100000 100000 10000 1'),
    ('idempotency', 'idempotency_age', '100000 100000 1');
