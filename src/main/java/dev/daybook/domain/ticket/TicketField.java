package dev.daybook.domain.ticket;

import dev.daybook.domain.TextField;
import java.util.EnumSet;
import java.util.Set;

/**
 * The texts of a ticket. A text about the customer is what the caller sent. If the caller did not send it, it is a copy
 * of the customer's text, made when the ticket was written.
 */
public enum TicketField implements TextField {
    TITLE(2_000),
    DETAIL(100_000),
    QUEUE(255),
    DISPOSITION(1_000),
    CLASSIFICATION(255),
    DUE_DATE(100),
    CUSTOMER_NAME(500),
    CUSTOMER_CODE(255),
    PHONE(64),
    EMAIL(320),
    ADDRESS(4_000);

    /** The texts about the customer. */
    static final Set<TicketField> OF_CUSTOMER = EnumSet.range(CUSTOMER_NAME, ADDRESS);

    private final int maxLength;

    TicketField(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public boolean isPersonal() {
        return this != QUEUE && this != CLASSIFICATION;
    }
}
