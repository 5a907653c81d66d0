-- Late tickets are few among all, and so may be those of one employee.
CREATE INDEX ticket_late ON ticket (cm_id, created_at, id) WHERE late = 1 AND deleted_at = 0;
CREATE INDEX ticket_assignee ON ticket (cm_id, assigned_to_id, created_at, id) WHERE deleted_at = 0;
