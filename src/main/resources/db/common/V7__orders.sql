-- Orders. "order" is a word of SQL. What is known of the customer and the contact is kept as it was when the order was
-- last written; digits, tail and key are what phones and texts are compared by. Amounts are decimal digits as text,
-- because no type of number of SQLite is exact.
CREATE TABLE sales_order (
    cm_id                   BIGINT  NOT NULL,
    id                      BIGINT  NOT NULL,
    created_at              BIGINT  NOT NULL,
    modified_at             BIGINT  NOT NULL,
    deleted_at              BIGINT  NOT NULL,
    version                 BIGINT  NOT NULL,
    changed_in              BIGINT  NOT NULL,
    customer_id             BIGINT  NOT NULL,
    contact_id              BIGINT  NOT NULL,
    enquiry_id              BIGINT  NOT NULL,
    zone_id                 BIGINT  NOT NULL,
    assigned_to_id          BIGINT  NOT NULL,
    booking_at              BIGINT  NOT NULL,
    expected_delivery_at    BIGINT  NOT NULL,
    grand_total             TEXT    NOT NULL,
    total_paid              TEXT    NOT NULL,
    erp_order_id            TEXT    NOT NULL,
    order_status            TEXT    NOT NULL,
    order_status_key        TEXT    NOT NULL,
    order_sub_status        TEXT    NOT NULL,
    order_sub_status_key    TEXT    NOT NULL,
    order_type              TEXT    NOT NULL,
    address                 TEXT    NOT NULL,
    shipping_address        TEXT    NOT NULL,
    zip_code                TEXT    NOT NULL,
    payment_mode            TEXT    NOT NULL,
    transaction_id          TEXT    NOT NULL,
    block_id                TEXT    NOT NULL,
    unit_id                 TEXT    NOT NULL,
    remarks                 TEXT    NOT NULL,
    customer_code           TEXT    NOT NULL,
    customer_name           TEXT    NOT NULL,
    customer_name_key       TEXT    NOT NULL,
    customer_phone          TEXT    NOT NULL,
    customer_phone_digits   TEXT    NOT NULL,
    customer_phone_tail     TEXT    NOT NULL,
    customer_email          TEXT    NOT NULL,
    customer_email_key      TEXT    NOT NULL,
    contact_name            TEXT    NOT NULL,
    contact_country_code    TEXT    NOT NULL,
    contact_phone           TEXT    NOT NULL,
    contact_phone_digits    TEXT    NOT NULL,
    contact_phone_tail      TEXT    NOT NULL,
    contact_email           TEXT    NOT NULL,
    contact_email_key       TEXT    NOT NULL,
    city                    TEXT    NOT NULL,
    city_key                TEXT    NOT NULL,
    state                   TEXT    NOT NULL,
    state_key               TEXT    NOT NULL,
    country                 TEXT    NOT NULL,
    country_key             TEXT    NOT NULL,
    PRIMARY KEY (cm_id, id)
) ${clustered};

CREATE UNIQUE INDEX sales_order_erp_id ON sales_order (cm_id, erp_order_id)
    WHERE erp_order_id <> '' AND deleted_at = 0;

CREATE INDEX sales_order_proof ON sales_order (cm_id, created_at, id, modified_at) WHERE deleted_at = 0;
CREATE INDEX sales_order_changes ON sales_order (cm_id, changed_in, id);
CREATE INDEX sales_order_customer ON sales_order (cm_id, customer_id);
CREATE INDEX sales_order_enquiry ON sales_order (cm_id, enquiry_id) WHERE enquiry_id <> 0;
CREATE INDEX sales_order_booking ON sales_order (cm_id, booking_at);
CREATE INDEX sales_order_customer_phone ON sales_order (cm_id, customer_phone_tail) WHERE customer_phone_tail <> '';
CREATE INDEX sales_order_contact_phone ON sales_order (cm_id, contact_phone_tail) WHERE contact_phone_tail <> '';
CREATE INDEX sales_order_customer_email ON sales_order (cm_id, customer_email_key) WHERE customer_email_key <> '';
CREATE INDEX sales_order_contact_email ON sales_order (cm_id, contact_email_key) WHERE contact_email_key <> '';

CREATE TABLE sales_order_product (
    cm_id       BIGINT  NOT NULL,
    order_id    BIGINT  NOT NULL,
    line        INTEGER NOT NULL,
    sku_id      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    parent_name TEXT    NOT NULL,
    rate        TEXT    NOT NULL,
    quantity    TEXT    NOT NULL,
    discount    TEXT    NOT NULL,
    PRIMARY KEY (cm_id, order_id, line)
) ${clustered};

-- attr1 to attr15.
CREATE TABLE sales_order_attribute (
    cm_id    BIGINT  NOT NULL,
    order_id BIGINT  NOT NULL,
    number   INTEGER NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (cm_id, order_id, number)
) ${clustered};

-- Fields that the account added to the vendor's, as JSON.
CREATE TABLE sales_order_associate_field (
    cm_id    BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    PRIMARY KEY (cm_id, order_id, name)
) ${clustered};

-- The order as the API answers it, ready to be sent, in the order of a pull.
CREATE TABLE sales_order_document (
    cm_id      BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    format     INTEGER NOT NULL,
    doc        TEXT    NOT NULL,
    PRIMARY KEY (cm_id, created_at, id)
) ${clustered};
