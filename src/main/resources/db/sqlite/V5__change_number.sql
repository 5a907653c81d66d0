-- The number of the last transaction that changed customers; PostgreSQL numbers its transactions itself.
CREATE TABLE change_number (last BIGINT NOT NULL);
INSERT INTO change_number (last) VALUES (0);
