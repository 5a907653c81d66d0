package dev.daybook.domain.account;

import java.time.ZoneId;

/**
 * A tenant: everything that it owns carries its number.
 *
 * @param cmId the account's number, {@code cm_id} on the wire; positive
 * @param name what people call it
 * @param zone the zone that all its dates without a zone are in
 * @param allCustomerPage its saved "all customer page" criteria, as the JSON of a pull's filters; {@code {}} if none
 */
public record Account(long cmId, String name, ZoneId zone, String allCustomerPage) {
    /** The zone of an account that names none: the vendor's own. */
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
