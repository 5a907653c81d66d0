-- Documents of whole days, compressed once, for pulls that are compressed: derived, and not in a backup. A packed day
-- says that no document of the day has changed since its mark was made; until packed_at is set, not all of its packs are
-- there. Triggers on the tables of documents delete a day and its packs with every change: see V35.1.
CREATE TABLE packed_day (
    cm_id     BIGINT  NOT NULL,
    kind      TEXT    NOT NULL,
    start_at  BIGINT  NOT NULL,
    end_at    BIGINT  NOT NULL,
    mark      BIGINT  NOT NULL,
    marked_at BIGINT  NOT NULL,
    packed_at BIGINT  NOT NULL,
    packs     INTEGER NOT NULL,
    PRIMARY KEY (cm_id, kind, start_at)
) ${clustered};

-- The documents of a day after a position in the order of pulls: up to a hundred, the last one at last_at and last_id.
-- In the pack that ends the day there may be fewer. SQLite keeps the rows beside the key, because a row that is part of
-- an index may have only a quarter of a page.
CREATE TABLE pack (
    cm_id    BIGINT  NOT NULL,
    kind     TEXT    NOT NULL,
    start_at BIGINT  NOT NULL,
    after_at BIGINT  NOT NULL,
    after_id BIGINT  NOT NULL,
    end_at   BIGINT  NOT NULL,
    last_at  BIGINT  NOT NULL,
    last_id  BIGINT  NOT NULL,
    ends     INTEGER NOT NULL,
    records  INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    crc      BIGINT  NOT NULL,
    deflated ${blob} NOT NULL,
    PRIMARY KEY (cm_id, kind, start_at, after_at, after_id)
);
