package dev.daybook.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sub-statuses, working calendar and lists of an account in the admin API. */
public final class TicketRulesJson {
    private TicketRulesJson() {}

    /**
     * A sub-status.
     *
     * @param key its key, as integrations send it
     * @param name its display name
     */
    public record SubStatusEntry(String key, boolean completes, String name) {}

    /** The sub-statuses of an account; a new ticket gets the first one. */
    public record SubStatusList(List<SubStatusEntry> subStatuses) {}

    /**
     * A new sub-status, or a change of an existing one.
     *
     * @param name the new name
     * @param completes whether it completes a ticket; null to keep the current value, which is false for a new
     *     sub-status
     */
    public record SubStatusChange(String name, @Nullable Boolean completes) {}

    /**
     * A working calendar, or a change of one. In a change, null keeps the current value.
     *
     * @param days the working days, such as {@code MON-FRI} or {@code MON,TUE,SAT}
     * @param hours the working hours, such as {@code 09:00-18:30}
     * @param holidays days without work as {@code YYYY-MM-DD}, separated by commas, at most 1,000; {@code none} for
     *     none
     * @param sla the working time in which a new ticket must be complete, such as {@code PT4H}; {@code none} for no
     *     limit
     */
    public record Calendar(
            @Nullable String days,
            @Nullable String hours,
            @Nullable String holidays,
            @Nullable String sla) {}

    /** A name in a list, with its id. */
    public record ListEntry(long id, String name) {}

    /**
     * A list of an account, with its entries.
     *
     * @param list {@code zone}, {@code primary-source}, {@code secondary-source} or {@code tertiary-source}
     */
    public record NamedList(String list, List<ListEntry> entries) {}

    /** The lists of an account. */
    public record Lists(List<NamedList> lists) {}

    /** A name to add to a list. */
    public record ListAddition(String list, String name) {}
}
