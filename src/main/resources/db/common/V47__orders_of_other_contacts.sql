-- The contact of an order usually has the phone and the e-mail of its customer, whose indexes then find the order. So
-- these indexes have only the orders whose contact has another phone or e-mail.
DROP INDEX sales_order_contact_phone;
DROP INDEX sales_order_contact_email;
CREATE INDEX sales_order_contact_phone ON sales_order (cm_id, contact_phone_tail)
    WHERE contact_phone_tail <> '' AND contact_phone_tail <> customer_phone_tail;
CREATE INDEX sales_order_contact_email ON sales_order (cm_id, contact_email_key)
    WHERE contact_email_key <> '' AND contact_email_key <> customer_email_key;
