-- The next id of a customer, contact, enquiry, key or list entry: one sequence for all, so that an id is unique within
-- the deployment.
CREATE TABLE record_id (next_id BIGINT NOT NULL);
INSERT INTO record_id (next_id) VALUES (100000001);
