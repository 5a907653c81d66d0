-- An account may have very many stored answers. An erasure looks for those about a customer and about its tickets.
CREATE INDEX idempotency_customer ON idempotency (cm_id, customer_id) WHERE customer_id <> 0;
CREATE INDEX idempotency_ticket ON idempotency (cm_id, ticket_id) WHERE ticket_id <> 0;
