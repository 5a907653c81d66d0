package dev.daybook.domain.account;

/**
 * What a write may do beyond the records that it is about, by the key that sends it.
 *
 * @param changesCustomers whether customers that are there may be changed by what is said of them, as by an order
 * @param findsByReach whether customers may be found by their phone or e-mail, which tells whether somebody has them
 */
public record Rights(boolean changesCustomers, boolean findsByReach) {
    /** Those of whoever runs the account: commands and imports. */
    public static final Rights ALL = new Rights(true, true);
}
