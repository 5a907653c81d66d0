-- No pack stays that is not its documents: whatever statement changes a document, these delete the packs of its day in
-- the same transaction. A day has at most 25 hours (90,000,000 ms); of two time zones, several days may hold a document.
-- The day goes first: where packs are being added, its row is locked, and the second statement sees them.
CREATE FUNCTION unpack() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    account BIGINT;
    moment  BIGINT;
BEGIN
    IF TG_ARGV[1] = 'OLD' THEN
        account := OLD.cm_id;
        moment := OLD.created_at;
    ELSE
        account := NEW.cm_id;
        moment := NEW.created_at;
    END IF;
    DELETE FROM packed_day WHERE cm_id = account AND kind = TG_ARGV[0]
        AND start_at > moment - 90000000 AND start_at <= moment AND end_at > moment;
    IF FOUND THEN
        DELETE FROM pack WHERE cm_id = account AND kind = TG_ARGV[0]
            AND start_at > moment - 90000000 AND start_at <= moment AND end_at > moment;
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER customer_document_changed AFTER INSERT OR UPDATE ON customer_document
    FOR EACH ROW EXECUTE FUNCTION unpack('customer', 'NEW');
CREATE TRIGGER customer_document_moved AFTER UPDATE OF cm_id, created_at ON customer_document
    FOR EACH ROW EXECUTE FUNCTION unpack('customer', 'OLD');
CREATE TRIGGER customer_document_deleted AFTER DELETE ON customer_document
    FOR EACH ROW EXECUTE FUNCTION unpack('customer', 'OLD');
CREATE TRIGGER ticket_document_changed AFTER INSERT OR UPDATE ON ticket_document
    FOR EACH ROW EXECUTE FUNCTION unpack('ticket', 'NEW');
CREATE TRIGGER ticket_document_moved AFTER UPDATE OF cm_id, created_at ON ticket_document
    FOR EACH ROW EXECUTE FUNCTION unpack('ticket', 'OLD');
CREATE TRIGGER ticket_document_deleted AFTER DELETE ON ticket_document
    FOR EACH ROW EXECUTE FUNCTION unpack('ticket', 'OLD');
CREATE TRIGGER sales_order_document_changed AFTER INSERT OR UPDATE ON sales_order_document
    FOR EACH ROW EXECUTE FUNCTION unpack('order', 'NEW');
CREATE TRIGGER sales_order_document_moved AFTER UPDATE OF cm_id, created_at ON sales_order_document
    FOR EACH ROW EXECUTE FUNCTION unpack('order', 'OLD');
CREATE TRIGGER sales_order_document_deleted AFTER DELETE ON sales_order_document
    FOR EACH ROW EXECUTE FUNCTION unpack('order', 'OLD');

-- What is compressed is not compressed again.
ALTER TABLE pack ALTER COLUMN deflated SET STORAGE EXTERNAL;
