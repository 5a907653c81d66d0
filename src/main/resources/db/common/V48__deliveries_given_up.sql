-- An account may have very many deliveries. The hourly clean-up looks for those that were given up long ago.
CREATE INDEX webhook_delivery_given_up ON webhook_delivery (cm_id, given_up_at) WHERE given_up_at > 0;
