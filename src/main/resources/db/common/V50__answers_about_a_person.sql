-- An account may have very many stored answers. An erasure looks for those about a customer and about its tickets. A
-- repeatable write pays for it with entries in these indexes; on PostgreSQL, the update that stores its answer also needs
-- new entries in the others, because it changes an indexed column.
CREATE INDEX idempotency_customer ON idempotency (cm_id, customer_id) WHERE customer_id <> 0;
CREATE INDEX idempotency_ticket ON idempotency (cm_id, ticket_id) WHERE ticket_id <> 0;
