-- As V35.1, but once for all documents that a statement adds, changes or deletes, however many: of those of one day (in
-- UTC), the first and the last one say which packs go. A row of a day in another zone may take a neighbour's packs along.
CREATE FUNCTION unpack_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    span RECORD;
BEGIN
    FOR span IN
        SELECT cm_id, min(created_at) AS first_at, max(created_at) AS last_at FROM changed
        GROUP BY cm_id, created_at / 86400000
    LOOP
        DELETE FROM packed_day WHERE cm_id = span.cm_id AND kind = TG_ARGV[0]
            AND start_at > span.first_at - 90000000 AND start_at <= span.last_at AND end_at > span.first_at;
        IF FOUND THEN
            DELETE FROM pack WHERE cm_id = span.cm_id AND kind = TG_ARGV[0]
                AND start_at > span.first_at - 90000000 AND start_at <= span.last_at AND end_at > span.first_at;
        END IF;
    END LOOP;
    RETURN NULL;
END
$body$;

DROP TRIGGER customer_document_changed ON customer_document;
DROP TRIGGER customer_document_deleted ON customer_document;
CREATE TRIGGER customer_document_added AFTER INSERT ON customer_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('customer');
CREATE TRIGGER customer_document_changed AFTER UPDATE ON customer_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('customer');
CREATE TRIGGER customer_document_deleted AFTER DELETE ON customer_document
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('customer');
DROP TRIGGER ticket_document_changed ON ticket_document;
DROP TRIGGER ticket_document_deleted ON ticket_document;
CREATE TRIGGER ticket_document_added AFTER INSERT ON ticket_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('ticket');
CREATE TRIGGER ticket_document_changed AFTER UPDATE ON ticket_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('ticket');
CREATE TRIGGER ticket_document_deleted AFTER DELETE ON ticket_document
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('ticket');
DROP TRIGGER sales_order_document_changed ON sales_order_document;
DROP TRIGGER sales_order_document_deleted ON sales_order_document;
CREATE TRIGGER sales_order_document_added AFTER INSERT ON sales_order_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('order');
CREATE TRIGGER sales_order_document_changed AFTER UPDATE ON sales_order_document
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('order');
CREATE TRIGGER sales_order_document_deleted AFTER DELETE ON sales_order_document
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION unpack_changed('order');
