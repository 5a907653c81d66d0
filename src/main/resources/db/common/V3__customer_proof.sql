-- All that a proof reads of a customer, day by day, without the customers themselves.
CREATE INDEX customer_proof ON customer (cm_id, created_at, id, modified_at) WHERE deleted_at = 0;
