-- Secrets of webhooks follow Standard Webhooks from here on. One of another form cannot sign any more: a webhook with
-- one is removed, with what waits for it, and is set again by hand.
DELETE FROM webhook_delivery WHERE cm_id IN (SELECT cm_id FROM webhook WHERE substr(secret, 1, 6) <> 'whsec_');
DELETE FROM webhook WHERE substr(secret, 1, 6) <> 'whsec_';

-- When the receiver answered 410 Gone; 0 if it did not.
ALTER TABLE webhook ADD COLUMN gone_at BIGINT NOT NULL DEFAULT 0;

-- Secrets that were replaced and sign until then, beside the one that replaced them.
CREATE TABLE webhook_former_secret (
    cm_id       BIGINT NOT NULL,
    secret      TEXT   NOT NULL,
    signs_until BIGINT NOT NULL,
    PRIMARY KEY (cm_id, secret)
) ${clustered};

-- When the key was last used, to the minute; 0 if never.
ALTER TABLE api_key ADD COLUMN last_used_at BIGINT NOT NULL DEFAULT 0;
