package dev.daybook.domain.customer;

/** The kind of customer that a pull filters by. The first of the vendor's three flags that is true decides. */
public enum CustomerKindFilter {
    /** No flag is given: every customer. */
    ANY,
    ORGANISATION,
    INDIVIDUAL,
    CHANNEL_PARTNER
}
