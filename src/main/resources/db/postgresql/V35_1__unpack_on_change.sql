-- No pack stays that is not its documents: whatever statement changes a document, this deletes the packs of its day in
-- the same transaction. A day has at most 25 hours (90,000,000 ms); of two time zones, several days may hold a document.
-- The day goes first: where packs are being added, its row is locked, and the second statement sees them.
CREATE FUNCTION unpack(account BIGINT, word TEXT, moment BIGINT) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM packed_day WHERE cm_id = account AND kind = word
        AND start_at > moment - 90000000 AND start_at <= moment AND end_at > moment;
    IF FOUND THEN
        DELETE FROM pack WHERE cm_id = account AND kind = word
            AND start_at > moment - 90000000 AND start_at <= moment AND end_at > moment;
    END IF;
END
$body$;

CREATE FUNCTION unpack_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.cm_id <> NEW.cm_id OR OLD.created_at <> NEW.created_at)) THEN
        PERFORM unpack(OLD.cm_id, TG_ARGV[0], OLD.created_at);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unpack(NEW.cm_id, TG_ARGV[0], NEW.created_at);
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER customer_document_changed AFTER INSERT OR UPDATE OR DELETE ON customer_document
    FOR EACH ROW EXECUTE FUNCTION unpack_changed('customer');
CREATE TRIGGER ticket_document_changed AFTER INSERT OR UPDATE OR DELETE ON ticket_document
    FOR EACH ROW EXECUTE FUNCTION unpack_changed('ticket');
CREATE TRIGGER sales_order_document_changed AFTER INSERT OR UPDATE OR DELETE ON sales_order_document
    FOR EACH ROW EXECUTE FUNCTION unpack_changed('order');

-- What is compressed is not compressed again.
ALTER TABLE pack ALTER COLUMN deflated SET STORAGE EXTERNAL;
