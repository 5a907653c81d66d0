package dev.daybook.domain.account;

/**
 * Rights of a key in a write, in addition to the right to write the record itself.
 *
 * @param changesCustomers whether it may change existing customers, for example through an order
 * @param findsByReach whether it may find customers by phone or e-mail; whoever may do this can learn whether a
 *     customer has a certain phone or e-mail
 */
public record Rights(boolean changesCustomers, boolean findsByReach) {
    /** All rights, for writes without a key: by commands, by imports, and in the console. */
    public static final Rights ALL = new Rights(true, true);
}
