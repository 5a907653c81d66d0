package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes the rules by which accounts handle their tickets. */
public final class TicketRulesStore {
    private static final String SUB_STATUSES =
            "SELECT code, name, completes FROM sub_status WHERE cm_id = :cmId ORDER BY position";

    private static final String CALENDAR =
            "SELECT days, opens, closes, holidays, sla_minutes FROM work_calendar WHERE cm_id = :cmId";

    private static final String PUT_SUB_STATUS = """
            INSERT INTO sub_status (cm_id, position, code, name, completes)
            VALUES (:cmId, :position, :code, :name, :completes)""";

    private static final String PUT_CALENDAR = """
            INSERT INTO work_calendar (cm_id, days, opens, closes, holidays, sla_minutes)
            VALUES (:cmId, :days, :opens, :closes, :holidays, :slaMinutes)
            ON CONFLICT (cm_id) DO UPDATE SET days = excluded.days, opens = excluded.opens, closes = excluded.closes,
             holidays = excluded.holidays, sla_minutes = excluded.sla_minutes""";

    private static final int SECONDS = 60;

    private TicketRulesStore() {}

    /** The rules of an account; the defaults for what it has not set. */
    public static TicketRules find(Transaction transaction, long cmId) {
        return ask(transaction, cmId).get();
    }

    /**
     * The rules of an account, to be changed. Locks the account's settings: other changes of settings wait until the
     * transaction ends.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static TicketRules lock(Transaction transaction, long cmId) {
        AccountStore.lockSettings(transaction, cmId);
        AccountStore.holdNow(transaction, cmId);
        return find(transaction, cmId);
    }

    /**
     * Like {@link #lock}, for a change of the sub-statuses, whose names are in the documents of tickets. When this
     * method returns, no write that renders a former name is running, and later writes wait until this transaction
     * ends. So the caller can rerender the committed documents.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static TicketRules lockNames(Transaction transaction, long cmId) {
        AccountStore.lock(transaction, cmId);
        return lock(transaction, cmId);
    }

    /** The rules of an account. Runs with the next round trip. */
    static Supplier<TicketRules> ask(Transaction transaction, long cmId) {
        var subStatuses =
                transaction.later(SUB_STATUSES, cmId).ask(TicketRulesStore::subStatus, TicketRulesStore::subStatuses);
        return transaction
                .later(CALENDAR, cmId)
                .ask(
                        row -> new TicketRules(
                                subStatuses.get(), calendar(row), Duration.ofMinutes(row.getLong("sla_minutes"))),
                        rows -> rows.stream()
                                .findFirst()
                                .orElseGet(
                                        () -> new TicketRules(subStatuses.get(), WorkCalendar.ALWAYS, Duration.ZERO)));
    }

    private static SubStatus subStatus(ResultSet row) throws SQLException {
        return new SubStatus(row.getString("code"), row.getString("name"), row.getInt("completes") != 0);
    }

    private static SubStatuses subStatuses(List<SubStatus> own) {
        return own.isEmpty() ? SubStatuses.DEFAULT : new SubStatuses(own);
    }

    /** Sets an account's sub-statuses. */
    public static void put(Transaction transaction, long cmId, SubStatuses subStatuses) {
        transaction.update("DELETE FROM sub_status WHERE cm_id = :cmId", cmId).execute();
        for (var position = 0; position < subStatuses.list().size(); position++) {
            var sub = subStatuses.list().get(position);
            transaction
                    .update(PUT_SUB_STATUS, cmId)
                    .bind("position", position)
                    .bind("code", sub.key())
                    .bind("name", sub.name())
                    .bind("completes", sub.completes() ? 1 : 0)
                    .execute();
        }
    }

    /** Sets the working hours of an account, and the working time within which its tickets must be complete. */
    public static void put(Transaction transaction, long cmId, WorkCalendar calendar, Duration allowed) {
        transaction
                .update(PUT_CALENDAR, cmId)
                .bind("days", joined(calendar.days().stream().sorted()))
                .bind("opens", calendar.opens().toSecondOfDay() / SECONDS)
                .bind("closes", calendar.closes().toSecondOfDay() / SECONDS)
                .bind("holidays", joined(calendar.holidays().stream().sorted()))
                .bind("slaMinutes", allowed.toMinutes())
                .execute();
    }

    private static String joined(Stream<?> items) {
        return items.map(Object::toString).collect(Collectors.joining(","));
    }

    private static WorkCalendar calendar(ResultSet row) throws SQLException {
        Set<DayOfWeek> days =
                split(row.getString("days")).map(DayOfWeek::valueOf).collect(Collectors.toSet());
        return new WorkCalendar(
                days,
                LocalTime.ofSecondOfDay((long) row.getInt("opens") * SECONDS),
                LocalTime.ofSecondOfDay((long) row.getInt("closes") * SECONDS),
                split(row.getString("holidays")).map(LocalDate::parse).collect(Collectors.toSet()));
    }

    private static Stream<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).filter(item -> !item.isEmpty());
    }
}
