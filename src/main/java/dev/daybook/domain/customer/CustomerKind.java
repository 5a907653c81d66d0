package dev.daybook.domain.customer;

/** What kind of customer a pull asks for; the first of the vendor's three flags that is true decides. */
public enum CustomerKind {
    /** No flag is given: every customer. */
    ANY,
    ORGANISATION,
    INDIVIDUAL,
    CHANNEL_PARTNER
}
