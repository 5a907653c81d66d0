package dev.daybook.domain.customer;

import dev.daybook.domain.TextField;

/** The texts of an enquiry. */
public enum EnquiryField implements TextField {
    ROUND_ROBIN_KEY(255),
    NEXT_FOLLOW_UP(64),
    ACTION(255),
    SUB_STATUS(255),
    REMARKS(20_000);

    private final int maxLength;

    EnquiryField(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public Kind kind() {
        return Kind.FREE;
    }
}
