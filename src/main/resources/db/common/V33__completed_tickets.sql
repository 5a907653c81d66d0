-- Completed tickets of a priority: without it those of one that is seldom used are looked for among all.
CREATE INDEX ticket_completed ON ticket (cm_id, priority, created_at, id) WHERE status = 'C' AND deleted_at = 0;
