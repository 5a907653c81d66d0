-- The older Enquiry Push names an enquiry by its id alone.
CREATE INDEX enquiry_by_id ON enquiry (cm_id, id);
