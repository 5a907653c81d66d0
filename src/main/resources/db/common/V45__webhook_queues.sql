-- A ticket may have very many deliveries that wait or were given up. The end of an attempt asks only for the first one
-- that waits, and for those with a time for their next attempt (the largest number means none).
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (cm_id, ticket, id) WHERE given_up_at = 0;
CREATE INDEX webhook_delivery_planned ON webhook_delivery (cm_id, ticket, id)
    WHERE next_attempt_at < 9223372036854775807;
