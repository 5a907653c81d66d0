package dev.daybook.domain.order;

import dev.daybook.domain.TextField.Kind;

/** Texts of the customer and the contact that an order stores. */
public enum BuyerField {
    CUSTOMER_CODE,
    CUSTOMER_NAME,
    CUSTOMER_PHONE(Kind.PHONE),
    CUSTOMER_EMAIL(Kind.EMAIL),
    CONTACT_NAME,
    CONTACT_COUNTRY_CODE,
    CONTACT_PHONE(Kind.PHONE),
    CONTACT_EMAIL(Kind.EMAIL),
    CITY,
    STATE,
    COUNTRY;

    private final Kind kind;

    BuyerField() {
        this(Kind.PLAIN);
    }

    BuyerField(Kind kind) {
        this.kind = kind;
    }

    /** What the text is. */
    public Kind kind() {
        return kind;
    }
}
