-- Imports of files that have begun and not ended. A file is loaded batch by batch, each in a transaction of its own; done
-- says how many of the file's records are dealt with, so that the same file goes on there. A row goes when its file is
-- loaded, or when what it loaded is removed; done is -1 from when that begins.
CREATE TABLE import_run (
    cm_id      BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    file       TEXT   NOT NULL,
    total      BIGINT NOT NULL,
    done       BIGINT NOT NULL,
    added      BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

-- The change number of each batch, by which the records are found that an import has added and nobody has changed since.
CREATE TABLE import_batch (
    cm_id      BIGINT NOT NULL,
    import_id  BIGINT NOT NULL,
    changed_in BIGINT NOT NULL,
    PRIMARY KEY (cm_id, import_id, changed_in)
) ${clustered};

-- The records of the file that the database refused, so that an import that goes on still tells of them. position counts
-- the records of the file from 0 on; reason holds no value of the record.
CREATE TABLE import_refusal (
    cm_id     BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    reason    TEXT   NOT NULL,
    PRIMARY KEY (cm_id, import_id, position)
) ${clustered};
