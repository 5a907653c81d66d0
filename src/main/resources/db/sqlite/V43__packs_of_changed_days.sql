-- A change of a document no longer deletes all packs of its day: there may be thousands. It deletes the pack that holds
-- the place of the document, so that no pack has another text than its documents. The day becomes stale: its mark is 0,
-- its other packs are no longer used, and the packer deletes them later, a few at a time, and then the day. As long as
-- there is a pack, there is the row of its day, so for documents of other days a look for this row is enough.

DROP TRIGGER customer_document_added;
CREATE TRIGGER customer_document_added AFTER INSERT ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'customer'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER customer_document_changed;
CREATE TRIGGER customer_document_changed AFTER UPDATE ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'customer'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'customer'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'customer'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER customer_document_moved;
CREATE TRIGGER customer_document_moved AFTER UPDATE OF cm_id, created_at, id ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'customer'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;

DROP TRIGGER customer_document_deleted;
CREATE TRIGGER customer_document_deleted AFTER DELETE ON customer_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'customer'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'customer'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'customer'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;

DROP TRIGGER ticket_document_added;
CREATE TRIGGER ticket_document_added AFTER INSERT ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'ticket'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER ticket_document_changed;
CREATE TRIGGER ticket_document_changed AFTER UPDATE ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'ticket'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'ticket'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'ticket'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER ticket_document_moved;
CREATE TRIGGER ticket_document_moved AFTER UPDATE OF cm_id, created_at, id ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'ticket'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;

DROP TRIGGER ticket_document_deleted;
CREATE TRIGGER ticket_document_deleted AFTER DELETE ON ticket_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'ticket'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'ticket'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'ticket'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;

DROP TRIGGER sales_order_document_added;
CREATE TRIGGER sales_order_document_added AFTER INSERT ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'order'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER sales_order_document_changed;
CREATE TRIGGER sales_order_document_changed AFTER UPDATE ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = NEW.cm_id AND kind = 'order'
    AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
    AND end_at > NEW.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = NEW.cm_id AND kind = 'order'
        AND start_at > NEW.created_at - 90000000 AND start_at <= NEW.created_at
        AND end_at > NEW.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (NEW.created_at, NEW.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (NEW.created_at, NEW.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = NEW.cm_id AND d.kind = 'order'
            AND d.start_at > NEW.created_at - 90000000 AND d.start_at <= NEW.created_at
            AND d.end_at > NEW.created_at);
END;

DROP TRIGGER sales_order_document_moved;
CREATE TRIGGER sales_order_document_moved AFTER UPDATE OF cm_id, created_at, id ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'order'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;

DROP TRIGGER sales_order_document_deleted;
CREATE TRIGGER sales_order_document_deleted AFTER DELETE ON sales_order_document
WHEN EXISTS (SELECT 1 FROM packed_day WHERE cm_id = OLD.cm_id AND kind = 'order'
    AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
    AND end_at > OLD.created_at)
BEGIN
    UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0 WHERE cm_id = OLD.cm_id AND kind = 'order'
        AND start_at > OLD.created_at - 90000000 AND start_at <= OLD.created_at
        AND end_at > OLD.created_at AND mark > 0;
    DELETE FROM pack WHERE (last_at, last_id) >= (OLD.created_at, OLD.id) AND rowid IN (
        SELECT (SELECT p.rowid FROM pack p WHERE p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            AND (p.after_at, p.after_id) < (OLD.created_at, OLD.id) ORDER BY p.after_at DESC, p.after_id DESC LIMIT 1)
        FROM packed_day d WHERE d.cm_id = OLD.cm_id AND d.kind = 'order'
            AND d.start_at > OLD.created_at - 90000000 AND d.start_at <= OLD.created_at
            AND d.end_at > OLD.created_at);
END;
