package dev.daybook.domain.customer;

import dev.daybook.domain.TextField;

/** The texts of a customer, without those of its contacts. */
public enum ProfileField implements TextField {
    NAME(500),
    CUSTOMER_CODE(255),
    PHONE(64, Kind.PHONE),
    EMAIL(320, Kind.EMAIL),
    WEBSITE(2_000, Kind.FREE),
    ADDRESS(4_000, Kind.FREE),
    LOCALITY(500, Kind.FREE),
    CITY(500),
    STATE(500),
    COUNTRY(500),
    PIN_CODE(64),
    LATITUDE(64),
    LONGITUDE(64),
    CLASSIFICATION(500),
    TYPE(500),
    REMARKS(20_000, Kind.FREE),
    CROSS_REMARKS(20_000, Kind.FREE);

    private final int maxLength;
    private final Kind kind;

    ProfileField(int maxLength) {
        this(maxLength, Kind.PLAIN);
    }

    ProfileField(int maxLength, Kind kind) {
        this.maxLength = maxLength;
        this.kind = kind;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
