-- The calendar of the console reads the records of packed days too, so a packed day needs no digest. It keeps the number
-- of its documents for pulls of tickets; from now on this number is -1 if it is not known.
ALTER TABLE packed_day DROP COLUMN zone;
ALTER TABLE packed_day DROP COLUMN digest;
