package dev.daybook.domain.account;

import java.time.ZoneId;

/**
 * A tenant. Everything that it owns carries its number.
 *
 * @param cmId the account's number, {@code cm_id} on the wire; positive
 * @param name its display name
 * @param zone the time zone of all its dates without a zone
 * @param allCustomerPage its saved criteria, as the JSON of a pull's filters; {@code {}} if none
 */
public record Account(long cmId, String name, ZoneId zone, String allCustomerPage) {
    /** The zone of an account without one: the vendor's own. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Kolkata");

    public Account {
        if (cmId <= 0) {
            throw new IllegalArgumentException("cm_id must be a positive number, not " + cmId);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("an account needs a name");
        }
    }
}
