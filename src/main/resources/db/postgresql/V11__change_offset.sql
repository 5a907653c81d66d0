-- What is added to the number of a transaction to get the number of a change. It is raised after a restore, so that every
-- place in the feed of changes from before is told from those after it.
CREATE TABLE change_offset (above BIGINT NOT NULL);
INSERT INTO change_offset (above) VALUES (0);
