-- A document is read whole and often: keep it in its row, not compressed, up to nearly a page.
ALTER TABLE sales_order_document ALTER COLUMN doc SET STORAGE EXTERNAL;
ALTER TABLE sales_order_document SET (toast_tuple_target = 8160);
