-- Every unknown name that a caller assigns a record to becomes an employee, so an account may have very many.
CREATE INDEX employee_code ON employee (cm_id, code, id) WHERE code <> '';
CREATE INDEX employee_email ON employee (cm_id, email_key, id) WHERE email_key <> '';
CREATE INDEX employee_name ON employee (cm_id, name_key, id);
