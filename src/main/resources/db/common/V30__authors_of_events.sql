-- Who made a change: a person of the console, or a program by its API key; 0 for none. Names are looked up.
ALTER TABLE ticket_event ADD COLUMN person_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ticket_event ADD COLUMN key_id BIGINT NOT NULL DEFAULT 0;
