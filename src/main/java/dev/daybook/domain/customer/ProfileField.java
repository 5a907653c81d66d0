package dev.daybook.domain.customer;

import dev.daybook.domain.TextField;

/** The texts of a customer, without those of its contacts. */
public enum ProfileField implements TextField {
    NAME(500),
    CUSTOMER_CODE(255),
    PHONE(64),
    EMAIL(320),
    WEBSITE(2_000),
    ADDRESS(4_000),
    LOCALITY(500),
    CITY(500),
    STATE(500),
    COUNTRY(500),
    PIN_CODE(64),
    LATITUDE(64),
    LONGITUDE(64),
    CLASSIFICATION(500),
    TYPE(500),
    REMARKS(20_000),
    CROSS_REMARKS(20_000);

    private final int maxLength;

    ProfileField(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }
}
