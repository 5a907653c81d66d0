-- The ticket that an answer is about. customer_id is the customer of that moment, and the ticket may get another one: the
-- answer is erased with either.
ALTER TABLE idempotency ADD COLUMN ticket_id BIGINT NOT NULL DEFAULT 0;

UPDATE idempotency SET ticket_id = customer_id, customer_id = 0
    WHERE EXISTS (SELECT 1 FROM ticket t WHERE t.cm_id = idempotency.cm_id AND t.id = idempotency.customer_id);
