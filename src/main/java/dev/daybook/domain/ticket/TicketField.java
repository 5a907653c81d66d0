package dev.daybook.domain.ticket;

import dev.daybook.domain.TextField;
import java.util.EnumSet;
import java.util.Set;

/**
 * The texts of a ticket. A text about the customer is what the caller sent. If the caller did not send it, it is a copy
 * of the customer's text, made when the ticket was written.
 */
public enum TicketField implements TextField {
    TITLE(2_000, Kind.FREE),
    DETAIL(100_000, Kind.FREE),
    QUEUE(255),
    DISPOSITION(1_000, Kind.FREE),
    CLASSIFICATION(255),
    DUE_DATE(100, Kind.FREE),
    CUSTOMER_NAME(500),
    CUSTOMER_CODE(255),
    PHONE(64, Kind.PHONE),
    EMAIL(320, Kind.EMAIL),
    ADDRESS(4_000, Kind.FREE);

    /** The texts about the customer. */
    static final Set<TicketField> OF_CUSTOMER = EnumSet.range(CUSTOMER_NAME, ADDRESS);

    private final int maxLength;
    private final Kind kind;

    TicketField(int maxLength) {
        this(maxLength, Kind.PLAIN);
    }

    TicketField(int maxLength, Kind kind) {
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

    @Override
    public boolean isPersonal() {
        return this != QUEUE && this != CLASSIFICATION;
    }
}
