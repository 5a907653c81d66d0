package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.TestDatabase;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of an account, stored and read. */
class TicketRulesStoreTest {
    private static final long CM_ID = HookedAccount.CM_ID;

    private static TicketRules find(HookedAccount account) {
        return account.stores.database().read(transaction -> TicketRulesStore.find(transaction, CM_ID));
    }

    /** Sub-statuses and calendar are independent, and as many as possible of each come back as they were stored. */
    @ParameterizedTest
    @EnumSource
    void theLargestRulesAreReadAsStored(TestDatabase database) {
        try (var account = new HookedAccount(database.create(), Clock.systemUTC())) {
            assertEquals(TicketRules.DEFAULT, find(account));
            var start = LocalDate.of(2026, 1, 1);
            var calendar = new WorkCalendar(
                    Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                    LocalTime.of(9, 0),
                    LocalTime.MIDNIGHT,
                    start.datesUntil(start.plusDays(WorkCalendar.MAX_HOLIDAYS)).collect(Collectors.toSet()));
            var allowed = Duration.ofHours(4);
            account.stores.database().run(transaction -> TicketRulesStore.put(transaction, CM_ID, calendar, allowed));
            assertEquals(new TicketRules(SubStatuses.DEFAULT, calendar, allowed), find(account));
            var subStatuses = new SubStatuses(IntStream.range(0, SubStatuses.MAX_PER_ACCOUNT)
                    .mapToObj(number -> new SubStatus("S" + number, "Step " + number, number % 2 == 1))
                    .toList());
            account.stores.database().run(transaction -> TicketRulesStore.put(transaction, CM_ID, subStatuses));
            assertEquals(new TicketRules(subStatuses, calendar, allowed), find(account));
        }
    }
}
