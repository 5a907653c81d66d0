-- The last digits of a phone are kept backwards from now on, so that one index finds a whole phone and its ending.
DROP INDEX contact_phone;
DROP INDEX contact_phone_end;
DROP INDEX contact_additional_phone;
DROP INDEX sales_order_customer_phone;
DROP INDEX sales_order_contact_phone;

UPDATE contact SET
    phone_tail = (substr(phone_tail, 7, 1) || substr(phone_tail, 6, 1) || substr(phone_tail, 5, 1) ||
        substr(phone_tail, 4, 1) || substr(phone_tail, 3, 1) || substr(phone_tail, 2, 1) || substr(phone_tail, 1, 1)),
    additional_tail = (substr(additional_tail, 7, 1) || substr(additional_tail, 6, 1) ||
        substr(additional_tail, 5, 1) || substr(additional_tail, 4, 1) || substr(additional_tail, 3, 1) ||
        substr(additional_tail, 2, 1) || substr(additional_tail, 1, 1))
    WHERE phone_tail <> '' OR additional_tail <> '';
UPDATE sales_order SET
    customer_phone_tail = (substr(customer_phone_tail, 7, 1) || substr(customer_phone_tail, 6, 1) ||
        substr(customer_phone_tail, 5, 1) || substr(customer_phone_tail, 4, 1) || substr(customer_phone_tail, 3, 1) ||
        substr(customer_phone_tail, 2, 1) || substr(customer_phone_tail, 1, 1)),
    contact_phone_tail = (substr(contact_phone_tail, 7, 1) || substr(contact_phone_tail, 6, 1) ||
        substr(contact_phone_tail, 5, 1) || substr(contact_phone_tail, 4, 1) || substr(contact_phone_tail, 3, 1) ||
        substr(contact_phone_tail, 2, 1) || substr(contact_phone_tail, 1, 1))
    WHERE customer_phone_tail <> '' OR contact_phone_tail <> '';

CREATE INDEX contact_phone ON contact (cm_id, phone_tail) WHERE phone_tail <> '';
CREATE INDEX contact_additional_phone ON contact (cm_id, additional_tail) WHERE additional_tail <> '';
CREATE INDEX sales_order_customer_phone ON sales_order (cm_id, customer_phone_tail) WHERE customer_phone_tail <> '';
CREATE INDEX sales_order_contact_phone ON sales_order (cm_id, contact_phone_tail) WHERE contact_phone_tail <> '';
