-- The next id of a customer, contact, enquiry, key or list entry: one sequence for all, so that an id is unique within
-- the deployment.
CREATE SEQUENCE record_id START WITH 100000001;

-- A document is read whole and often: keep it in its row, not compressed, up to nearly a page.
ALTER TABLE customer_document ALTER COLUMN doc SET STORAGE EXTERNAL;
ALTER TABLE customer_document SET (toast_tuple_target = 8160);
