-- Filters of the ticket queue that a person keeps in an account, as the query of the page.
CREATE TABLE saved_filter (
    cm_id     BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    query     TEXT   NOT NULL,
    PRIMARY KEY (cm_id, person_id, name)
) ${clustered};

-- When a person last had a test call made, and when it arrived; 0 for never.
ALTER TABLE webhook ADD COLUMN test_asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE webhook ADD COLUMN test_arrived_at BIGINT NOT NULL DEFAULT 0;
