package dev.daybook.domain.account;

import java.time.ZoneId;

/**
 * A tenant. Everything that it owns carries its number.
 *
 * @param cmId the account's number, {@code cm_id} on the wire; positive
 * @param name its display name
 * @param zone its time zone: its days, and its times without an offset, are in this zone
 * @param allCustomerPage its saved criteria, as the JSON of a pull's filters; {@code {}} if none
 */
public record Account(long cmId, String name, ZoneId zone, String allCustomerPage) {
    /** The time zone of an account that was created without one: the vendor's time zone. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Kolkata");

    /** The largest number of a new account: 18 digits, the most that requests and commands accept. */
    public static final long MAX_CM_ID = 999_999_999_999_999_999L;

    /** The largest length of a new name in characters. */
    public static final int MAX_NAME = 200;

    public Account {
        if (cmId <= 0) {
            throw new IllegalArgumentException("cm_id must be a positive number, not " + cmId);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("an account needs a name");
        }
    }

    /**
     * A new account. The lengths of number and name are checked here and not in the constructor, because longer ones
     * that an earlier version stored must still be readable.
     *
     * @throws IllegalArgumentException if a value is not valid
     */
    public static Account added(long cmId, String name, ZoneId zone, String allCustomerPage) {
        if (cmId > MAX_CM_ID) {
            throw new IllegalArgumentException("cm_id must have at most 18 digits, not " + cmId);
        }
        return new Account(cmId, newName(name), zone, allCustomerPage);
    }

    /**
     * Returns a name for a new or renamed account, after a check of its length.
     *
     * @throws IllegalArgumentException if the name is longer than {@link #MAX_NAME}
     */
    public static String newName(String name) {
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException("an account needs a name of at most " + MAX_NAME + " characters");
        }
        return name;
    }
}
