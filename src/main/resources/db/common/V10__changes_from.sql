-- The number of the transaction with which the account's records began anew, 0 if they never did. A follower of changes
-- that comes with a place before it cannot be told what went then, and has to start again.
ALTER TABLE account ADD COLUMN changes_from BIGINT NOT NULL DEFAULT 0;
