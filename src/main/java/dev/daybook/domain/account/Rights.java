package dev.daybook.domain.account;

/**
 * Rights of a key's writes beyond their own record.
 *
 * @param changesCustomers whether it may change existing customers, for example through an order
 * @param findsByReach whether it may find customers by phone or e-mail, which reveals whether somebody has them
 */
public record Rights(boolean changesCustomers, boolean findsByReach) {
    /** All rights, for the operator's commands and imports. */
    public static final Rights ALL = new Rights(true, true);
}
