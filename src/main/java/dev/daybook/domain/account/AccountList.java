package dev.daybook.domain.account;

/** The account's own lists of names. A name is added to its list on first use; the API shows its id. */
public enum AccountList {
    ZONE,
    PRIMARY_SOURCE,
    SECONDARY_SOURCE,
    TERTIARY_SOURCE
}
