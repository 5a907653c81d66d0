package dev.daybook.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts in the admin API. */
public final class AccountJson {
    private AccountJson() {}

    /**
     * An account.
     *
     * @param name its display name
     * @param allCustomerPage its saved criteria: the JSON of a pull's filters, as a text
     */
    public record Entry(long cmId, String zone, String name, String allCustomerPage) {}

    /** All accounts, by number. */
    public record All(List<Entry> accounts) {}

    /** A new account. If {@code zone} is null, the account's zone is Asia/Kolkata. */
    public record Creation(long cmId, String name, @Nullable String zone) {}

    /** A change of an account. A null keeps the current value. */
    public record Change(
            @Nullable String name,
            @Nullable String zone,
            @Nullable String allCustomerPage) {}

    /** The result of a change: whether the zone changed, and how many documents were rendered in the new zone. */
    public record Changed(boolean zoneChanged, long rendered) {}
}
