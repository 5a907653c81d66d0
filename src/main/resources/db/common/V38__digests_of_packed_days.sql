-- A packed day also keeps the digest of its records, with the times of a zone, so that the calendar and the overview of
-- the console need not read them. Days that are packed already are looked at again; until then their packs serve.
ALTER TABLE packed_day ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE packed_day ADD COLUMN records BIGINT NOT NULL DEFAULT 0;
ALTER TABLE packed_day ADD COLUMN digest BIGINT NOT NULL DEFAULT 0;

UPDATE packed_day SET packed_at = 0;
