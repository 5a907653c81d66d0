package dev.daybook.domain.customer;

import dev.daybook.domain.TextField;

/** The texts of a contact. */
public enum ContactField implements TextField {
    PERSON(500),
    TITLE(64),
    FIRST_NAME(255),
    LAST_NAME(255),
    GENDER(64),
    PHONE(64),
    ADDITIONAL_PHONE(64),
    EMAIL(320),
    COUNTRY_CODE(16),
    BIRTH_DATE(64),
    DESIGNATION(255);

    private final int maxLength;

    ContactField(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }
}
