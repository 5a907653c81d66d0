package dev.daybook.domain.account;

import dev.daybook.domain.message.Labelled;

/** The lists of names of an account. A name is added on first use; the API shows its id. */
public enum AccountList implements Labelled {
    ZONE,
    PRIMARY_SOURCE,
    SECONDARY_SOURCE,
    TERTIARY_SOURCE
}
