-- What the console lists. Only open tickets are listed by anything but their creation, and they are few among all.
CREATE INDEX ticket_open ON ticket (cm_id, created_at, id, due, priority, assigned_to_id, late)
    WHERE status = 'P' AND deleted_at = 0;
CREATE INDEX ticket_open_due ON ticket (cm_id, due, id) WHERE status = 'P' AND deleted_at = 0 AND due <> 0;
CREATE INDEX sales_order_status ON sales_order (cm_id, order_status_key, created_at, id) WHERE deleted_at = 0;
