-- No pack stays that is not its documents: whatever statement changes a document, these delete the packs of its day in
-- the same transaction. A day has at most 25 hours (90,000,000 ms); of two time zones, several days may hold a document.

CREATE TRIGGER customer_document_added AFTER INSERT ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER customer_document_changed AFTER UPDATE ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER customer_document_moved AFTER UPDATE OF cm_id, created_at ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

CREATE TRIGGER customer_document_deleted AFTER DELETE ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

CREATE TRIGGER ticket_document_added AFTER INSERT ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER ticket_document_changed AFTER UPDATE ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER ticket_document_moved AFTER UPDATE OF cm_id, created_at ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

CREATE TRIGGER ticket_document_deleted AFTER DELETE ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

CREATE TRIGGER sales_order_document_added AFTER INSERT ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER sales_order_document_changed AFTER UPDATE ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
    DELETE FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at;
END;

CREATE TRIGGER sales_order_document_moved AFTER UPDATE OF cm_id, created_at ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

CREATE TRIGGER sales_order_document_deleted AFTER DELETE ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    DELETE FROM pack WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
    DELETE FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at;
END;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('packed_day', 'packed_day', '10000 10000 3000 1');
