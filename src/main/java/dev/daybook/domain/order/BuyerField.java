package dev.daybook.domain.order;

/** Texts of the customer and the contact that an order stores. */
public enum BuyerField {
    CUSTOMER_CODE,
    CUSTOMER_NAME,
    CUSTOMER_PHONE,
    CUSTOMER_EMAIL,
    CONTACT_NAME,
    CONTACT_COUNTRY_CODE,
    CONTACT_PHONE,
    CONTACT_EMAIL,
    CITY,
    STATE,
    COUNTRY
}
