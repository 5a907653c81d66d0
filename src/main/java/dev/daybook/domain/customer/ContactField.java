package dev.daybook.domain.customer;

import dev.daybook.domain.TextField;

/** The texts of a contact. */
public enum ContactField implements TextField {
    PERSON(500),
    TITLE(64, Kind.FREE),
    FIRST_NAME(255),
    LAST_NAME(255),
    GENDER(64),
    PHONE(64, Kind.PHONE),
    ADDITIONAL_PHONE(64, Kind.PHONE),
    EMAIL(320, Kind.EMAIL),
    COUNTRY_CODE(16),
    BIRTH_DATE(64),
    DESIGNATION(255, Kind.FREE);

    private final int maxLength;
    private final Kind kind;

    ContactField(int maxLength) {
        this(maxLength, Kind.PLAIN);
    }

    ContactField(int maxLength, Kind kind) {
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
