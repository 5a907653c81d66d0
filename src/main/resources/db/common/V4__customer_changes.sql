-- The number of the transaction that changed the customer last, 0 if that was before there were numbers: the order of
-- the feed of changes. So that the feed can tell of it, an erased customer keeps its row from here on, with its id and
-- version and nothing else.
ALTER TABLE customer ADD COLUMN changed_in BIGINT NOT NULL DEFAULT 0;

CREATE INDEX customer_changes ON customer (cm_id, changed_in, id);
