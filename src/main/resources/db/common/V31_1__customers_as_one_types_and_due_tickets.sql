-- The beginning of a phone, and its last digits backwards. Texts of digits alone have the same order in every language.
CREATE INDEX contact_phone_start ON contact (cm_id, phone_digits) WHERE phone_digits <> '';
CREATE INDEX contact_phone_end ON contact (cm_id,
    (substr(phone_tail, 7, 1) || substr(phone_tail, 6, 1) || substr(phone_tail, 5, 1) ||
     substr(phone_tail, 4, 1) || substr(phone_tail, 3, 1) || substr(phone_tail, 2, 1) ||
     substr(phone_tail, 1, 1))) WHERE phone_tail <> '';

-- How many tickets that were due were late.
CREATE INDEX ticket_due_late ON ticket (cm_id, due, late) WHERE due <> 0 AND deleted_at = 0;
