-- As V43 of SQLite: a change of documents no longer deletes all packs of their day: there may be thousands. It deletes
-- the packs that hold the places of the documents, and makes the day stale: its mark is 0, its other packs are no
-- longer used, and the packer deletes them later, a few at a time, and then the day. The day goes first: where packs
-- are being added, its row is locked, and the statements after it see them.
CREATE FUNCTION unpack_between(
    account BIGINT, of_kind TEXT, first_at BIGINT, first_id BIGINT, final_at BIGINT, final_id BIGINT)
RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    day     RECORD;
    from_at BIGINT;
    from_id BIGINT;
BEGIN
    FOR day IN
        SELECT start_at FROM packed_day WHERE cm_id = account AND kind = of_kind
            AND start_at > first_at - 90000000 AND start_at <= final_at AND end_at > first_at
    LOOP
        UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0
            WHERE cm_id = account AND kind = of_kind AND start_at = day.start_at AND mark > 0;
        -- Packs do not overlap, so only the last one that begins before these places can reach them.
        SELECT after_at, after_id INTO from_at, from_id FROM pack
            WHERE cm_id = account AND kind = of_kind AND start_at = day.start_at
                AND (after_at, after_id) < (first_at, first_id)
            ORDER BY after_at DESC, after_id DESC LIMIT 1;
        DELETE FROM pack WHERE cm_id = account AND kind = of_kind AND start_at = day.start_at
            AND (after_at, after_id) >= (coalesce(from_at, first_at), coalesce(from_id, first_id))
            AND (after_at, after_id) < (final_at, final_id)
            AND (last_at, last_id) >= (first_at, first_id);
    END LOOP;
END
$body$;

CREATE OR REPLACE FUNCTION unpack() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM unpack_between(OLD.cm_id, TG_ARGV[0], OLD.created_at, OLD.id, OLD.created_at, OLD.id);
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION unpack_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    span RECORD;
BEGIN
    FOR span IN
        SELECT cm_id, min(created_at) AS first_at, min(id) AS first_id, max(created_at) AS final_at, max(id) AS final_id
        FROM changed GROUP BY cm_id, created_at / 86400000
    LOOP
        PERFORM unpack_between(
            span.cm_id, TG_ARGV[0], span.first_at, span.first_id, span.final_at, span.final_id);
    END LOOP;
    RETURN NULL;
END
$body$;

DROP TRIGGER customer_document_moved ON customer_document;
CREATE TRIGGER customer_document_moved AFTER UPDATE OF cm_id, created_at, id ON customer_document
    FOR EACH ROW EXECUTE FUNCTION unpack('customer');

DROP TRIGGER ticket_document_moved ON ticket_document;
CREATE TRIGGER ticket_document_moved AFTER UPDATE OF cm_id, created_at, id ON ticket_document
    FOR EACH ROW EXECUTE FUNCTION unpack('ticket');

DROP TRIGGER sales_order_document_moved ON sales_order_document;
CREATE TRIGGER sales_order_document_moved AFTER UPDATE OF cm_id, created_at, id ON sales_order_document
    FOR EACH ROW EXECUTE FUNCTION unpack('order');
