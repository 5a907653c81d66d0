package dev.daybook.domain.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.kit.TestTickets;
import dev.daybook.wire.json.MaskedJson;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a ticket, from state to state. */
class TicketUpdateTest {
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final TicketRules TWO_HOURS =
            new TicketRules(SubStatuses.DEFAULT, WorkCalendar.ALWAYS, Duration.ofHours(2));

    /** Columns: status and sub-status before the change, those in the change, then the result with its events. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "P | US  | -        | OP          | P | OP  | DISPOSED",
                "P | US  | -        | In Progress | P | IN  | DISPOSED",
                "P | US  | -        | closed      | C | CL  | DISPOSED RESOLVED",
                "P | US  | -        | rs          | C | RS  | DISPOSED RESOLVED",
                "P | US  | Complete | CO          | C | CO  | DISPOSED RESOLVED",
                "P | US  | C        | -           | C | CO  | DISPOSED RESOLVED",
                "P | US  | P        | -           | P | US  | -",
                "P | US  | -        | US          | P | US  | -",
                "P | US  | -        | ETL         | P | ETL | DISPOSED",
                "P | US  | C        | ETL         | C | ETL | DISPOSED RESOLVED",
                "P | US  | P        | CO          | P | CO  | DISPOSED",
                "P | ETL | -        | etl         | P | ETL | -",
                "C | CO  | -        | CRS         | P | CRS | DISPOSED",
                "C | CO  | Pending  | -           | P | US  | DISPOSED",
                "C | CO  | C        | -           | C | CO  | -",
                "C | CO  | -        | CL          | C | CL  | DISPOSED",
                "C | CO  | C        | OP          | C | OP  | DISPOSED",
                "C | CO  | -        | ETL         | P | ETL | DISPOSED",
                "C | ETL | -        | ETL         | C | ETL | -",
                "C | ETL | -        | etl         | C | ETL | -",
                "C | ETL | P        | etl         | P | ETL | DISPOSED",
                "C | OP  | -        | Open        | C | OP  | -",
                "C | OP  | -        | IN          | P | IN  | DISPOSED",
                "C | OP  | P        | OP          | P | OP  | DISPOSED",
                "P | CO  | -        | CO          | C | CO  | DISPOSED RESOLVED",
                "P | US  | -        | Complete    | C | CO  | DISPOSED RESOLVED",
                "C | CO  | -        | Complete    | C | CO  | -",
                "C | ETL | -        | c           | P | c   | DISPOSED",
                "C | CO  | -        | Pending     | P | US  | DISPOSED",
                "P | OP  | -        | Pending - P | P | OP  | -",
                "C | CO  | P        | Complete    | P | Complete | DISPOSED",
                "P | Complete | -   | complete    | P | Complete | -",
                "P | US  | -        | Closed - CL | C | CL  | DISPOSED RESOLVED",
                "C | CO  | -        | co - completed | C | CO | -",
                "C | CO  | -        | Closed - CO | P | Closed - CO | DISPOSED",
            })
    void statusAndSubStatusFollowTheTransitionTable(
            String before,
            String subBefore,
            String status,
            String subStatus,
            String after,
            String subAfter,
            String events) {
        var ticket = added(change(before, subBefore), TicketRules.DEFAULT).after();
        var update = TicketUpdate.changed(ticket, change(status, subStatus), context(TicketRules.DEFAULT, 60));
        assertEquals(after, update.after().status().key());
        assertEquals(subAfter, update.after().subStatus().key());
        assertEquals(
                events == null ? "" : events,
                String.join(
                        " ",
                        update.events().stream()
                                .map(event -> event.kind().name())
                                .toList()));
        assertEquals(!before.equals(after) || !subBefore.equals(subAfter), update.statusChanged());
        assertEquals(after.equals("C"), update.after().time(TicketTime.ENDED).isPresent());
        assertEquals(
                NOON.plusSeconds(60), update.after().time(TicketTime.FOLLOW_UP).orElseThrow());
    }

    /** Columns: status and sub-status before the change, sub-status in the change, then the result. */
    @ParameterizedTest
    @CsvSource({
        "C, IN2, In Progress, C, IN2",
        "P, IN2, in progress, P, IN2",
        "P, OP, In Progress, P, IN",
        "C, IN2, IN, P, IN",
        "P, OP2, Open, C, OP2",
        "P, OP, Open, P, OP",
    })
    void aRepeatedNameThatSeveralSubStatusesHaveMeansThePresentOne(
            String before, String subBefore, String subStatus, String after, String subAfter) {
        var list = SubStatuses.DEFAULT
                .with(new SubStatus("IN2", "In Progress", false))
                .with(new SubStatus("OP2", "Open", true));
        var rules = new TicketRules(list, WorkCalendar.ALWAYS, Duration.ZERO);
        var ticket = added(change(before, subBefore), rules).after();
        var update = TicketUpdate.changed(ticket, change(null, subStatus), context(rules, 60));
        assertEquals(after, update.after().status().key());
        assertEquals(subAfter, update.after().subStatus().key());
    }

    /** An account may have a sub-status with the key or the name of a status: then its list decides. */
    @ParameterizedTest
    @CsvSource({"C", "Called", "complete", "Called - C"})
    void aSubStatusOfTheListIsNoStatus(String subStatus) {
        var list = SubStatuses.DEFAULT
                .with(new SubStatus("C", "Called", false))
                .with(new SubStatus("COMPLETE", "Forms complete", false));
        var rules = new TicketRules(list, WorkCalendar.ALWAYS, Duration.ZERO);
        var after = added(change(null, subStatus), rules).after();
        assertEquals(TicketStatus.PENDING, after.status());
        assertEquals(list.find(subStatus), Optional.of(after.subStatus()));
    }

    @Test
    void theTimeTakenEndsWithTheFirstCompletionAndIsClearedWhenReopened() {
        var ticket = added(change("P", null), TicketRules.DEFAULT).after();
        assertEquals(Duration.ZERO, ticket.taken());
        var closed = changed(ticket, change("C", null), 3_600);
        assertEquals(Duration.ofHours(1), closed.taken());
        var closedAgain = changed(closed, change(null, "CL"), 7_200);
        assertEquals(Duration.ofHours(1), closedAgain.taken());
        assertEquals(
                Duration.ofHours(1),
                changed(closedAgain, change(null, "Complete"), 8_000).taken());
        var reopened = changed(closedAgain, change(null, "CRS"), 9_000);
        assertEquals(Duration.ZERO, reopened.taken());
        assertEquals(Optional.empty(), reopened.time(TicketTime.ENDED));
        assertEquals(
                Duration.ofHours(3),
                changed(reopened, change("C", null), 10_800).taken());
    }

    @Test
    void aPendingTicketIsLateOnlyAfterItsDueTime() {
        var ticket = added(change("P", null), TWO_HOURS).after();
        assertEquals(NOON.plusSeconds(7_200), ticket.time(TicketTime.DUE).orElseThrow());
        assertEquals(Duration.ofHours(2), ticket.allowed());
        assertFalse(ticket.late());
        assertFalse(changed(ticket, change("P", null), 7_200).late());
        assertTrue(changed(ticket, change("P", null), 7_201).late());
        var inTime = changed(ticket, change("C", null), 7_200);
        assertFalse(changed(inTime, change("C", null), 9_000).late(), "complete in time stays so");
        assertTrue(changed(inTime, change("P", null), 9_000).late(), "reopened after it was due");
    }

    @Test
    void aGivenDueTimeIsStored() {
        var due = NOON.plusSeconds(60);
        var asked =
                TestTickets.of(Map.of(TicketField.TITLE, "x")).with(Map.of(TicketTime.DUE, due), AssociateFields.NONE);
        var ticket = added(asked, TWO_HOURS).after();
        assertEquals(due, ticket.time(TicketTime.DUE).orElseThrow());
        assertEquals(Duration.ofMinutes(1), ticket.allowed());
    }

    /**
     * The caller gave a due date, so the account's working time does not replace it, although the date cannot be read.
     * A ticket without a due time is never late.
     */
    @Test
    void aDueDateThatCannotBeReadGivesNoDueTime() {
        var asked = TestTickets.of(Map.of(TicketField.TITLE, "x", TicketField.DUE_DATE, "27/12/2026"));
        var ticket = added(asked, TWO_HOURS).after();
        assertEquals(Optional.empty(), ticket.time(TicketTime.DUE));
        assertEquals(Duration.ZERO, ticket.allowed());
    }

    @Test
    void aWordForAMissingDueDateLeavesTheWorkingTime() {
        for (var word : List.of("N/A", "undefined", "0")) {
            var asked = TestTickets.of(Map.of(TicketField.TITLE, "x", TicketField.DUE_DATE, word));
            var ticket = added(asked, TWO_HOURS).after();
            assertEquals(Duration.ofHours(2), ticket.allowed(), word);
        }
    }

    /** A pulled file shows a time without its seconds, so the same minute in a file means the stored time. */
    @ParameterizedTest
    @CsvSource({"10800, 10845", "10860, 10860", "10740, 10740", "10844, 10844"})
    void aTimeOfAFileReplacesOnlyATimeOfAnotherMinute(long given, long stored) {
        var due = TestTickets.of(Map.of(TicketField.TITLE, "x"))
                .with(Map.of(TicketTime.DUE, NOON.plusSeconds(10_845)), AssociateFields.NONE);
        var ticket = added(due, TicketRules.DEFAULT).after();
        var row = due.with(Map.of(TicketTime.DUE, NOON.plusSeconds(given)), AssociateFields.NONE);
        var after = TicketUpdate.changed(ticket, row.withoutRepeats(ticket), context(TicketRules.DEFAULT, 60))
                .after();
        assertEquals(NOON.plusSeconds(stored), after.time(TicketTime.DUE).orElseThrow());
    }

    /** Existing tickets are not recalculated when the account's working hours change. */
    @Test
    void aNewCalendarDoesNotChangeTimesOfExistingTickets() {
        var closed = changed(added(change("P", null), TWO_HOURS).after(), change("C", null), 3_600);
        var never = new TicketRules(
                SubStatuses.DEFAULT,
                new WorkCalendar(Set.of(DayOfWeek.SUNDAY), LocalTime.of(1, 0), LocalTime.of(2, 0), Set.of()),
                Duration.ofHours(2));
        var again = TicketUpdate.changed(closed, change("C", "CL"), context(never, 7_200))
                .after();
        assertEquals(Duration.ofHours(1), again.taken());
        assertEquals(Duration.ofHours(2), again.allowed());

        var later = TestTickets.of(Map.of(TicketField.TITLE, "x"))
                .with(Map.of(TicketTime.DUE, NOON.plusSeconds(10_800)), AssociateFields.NONE);
        var moved = TicketUpdate.changed(closed, later, context(never, 7_200)).after();
        assertEquals(Duration.ofHours(1), moved.taken());
        assertEquals(Duration.ZERO, moved.allowed(), "a new due time is counted by the new calendar");
        var reopened = TicketUpdate.changed(again, change(null, "CRS"), context(never, 9_000))
                .after();
        assertEquals(
                Duration.ZERO,
                TicketUpdate.changed(reopened, change("C", null), context(never, 10_800))
                        .after()
                        .taken());
    }

    @Test
    void anOpenTicketOfAFileIsLateByTheClockAndNotByItsCreation() {
        var ticket = TicketUpdate.added(7, 10, 20, NOON, change("P", null), context(TWO_HOURS, 7_201))
                .after();
        assertTrue(ticket.late());
        assertEquals(NOON, ticket.modifiedAt());
        assertFalse(TicketUpdate.added(7, 10, 20, NOON, change("C", null), context(TWO_HOURS, 7_201))
                .after()
                .late());
    }

    @Test
    void aRetaggedTicketHasNoDataOfItsFormerCustomer() {
        var context = tagged(1, false, Map.of(TicketField.CUSTOMER_NAME, "Asha", TicketField.PHONE, "9000000001"));
        var ashas =
                TicketUpdate.added(7, 10, 20, NOON, change("P", null), context).after();
        var other = tagged(3, false, Map.of(TicketField.CUSTOMER_NAME, "Ravi"));
        var ravis = TicketUpdate.changed(ashas, change("P", null), other).after();
        assertEquals("Ravi", ravis.text(TicketField.CUSTOMER_NAME));
        assertEquals("", ravis.text(TicketField.PHONE));
        assertEquals("the title", ravis.text(TicketField.TITLE));
        var again = TicketUpdate.changed(ashas, change("P", null), context(TicketRules.DEFAULT, 1))
                .after();
        assertEquals("9000000001", again.text(TicketField.PHONE), "a change that names nobody leaves the customer");
    }

    /** A client with a masking key sends back what it was shown. */
    @Test
    void aMaskedTextThatIsSentBackChangesNothing() {
        var own = new AssociateFields(List.of(new AssociateField("g", "alt", "\"9000000001\"")));
        var asked = TestTickets.of(Map.of(TicketField.TITLE, "Call 9000000001", TicketField.DETAIL, "a@x.example"));
        var ticket = added(asked.with(Map.of(), own), TicketRules.DEFAULT).after();
        var masked = TestTickets.of(Map.of(TicketField.TITLE, "Call ******0001", TicketField.DETAIL, "*@y.example"))
                .with(Map.of(), new AssociateFields(List.of(new AssociateField("g", "alt", "\"******0001\""))));
        var after = changed(ticket, masked, 60);
        assertEquals("Call 9000000001", after.text(TicketField.TITLE));
        assertEquals("*@y.example", after.text(TicketField.DETAIL));
        assertEquals(own, after.associates());
    }

    /**
     * A change of a ticket that stays with its customer copies the customer's code only if the ticket has no code, or a
     * word such as N/A. Otherwise the ticket would not be found by the code of its customer.
     */
    @ParameterizedTest
    @CsvSource({"'', C-1", "n/a, C-1", "own-1, own-1"})
    void aTicketThatStaysWithItsCustomerCopiesOnlyAMissingCode(String code, String after) {
        var sent = TestTickets.of(Map.of(
                TicketField.CUSTOMER_NAME, "Front desk", TicketField.CUSTOMER_CODE, code, TicketField.PHONE, "12"));
        var ticket = TicketUpdate.added(7, 10, 20, NOON, sent, tagged(1, false, Map.of()))
                .after();
        var texts = Map.of(
                TicketField.CUSTOMER_NAME, "Asha",
                TicketField.CUSTOMER_CODE, "C-1",
                TicketField.PHONE, "9000000001",
                TicketField.EMAIL, "asha@mail.example");
        for (var byId : List.of(true, false)) {
            var updated = TicketUpdate.changed(ticket, change("P", null), tagged(1, byId, texts))
                    .after();
            assertEquals("Front desk", updated.text(TicketField.CUSTOMER_NAME));
            assertEquals("12", updated.text(TicketField.PHONE));
            assertEquals("", updated.text(TicketField.EMAIL));
            assertEquals(after, updated.text(TicketField.CUSTOMER_CODE), "by id: " + byId);
        }
    }

    /** Columns: the length of a text that is sent as the customer id, and whether it is the customer's code. */
    @ParameterizedTest
    @CsvSource({"1, true", "255, true", "256, false"})
    void aTextAsTheCustomerIdIsACodeUnlessItIsTooLong(int length, boolean isCode) {
        var id = "x".repeat(length);
        assertEquals(isCode ? id : "", given(id, "").codeAsId());
    }

    @Test
    void aTicketHasAtMostAThousandNotes() {
        var note = given("", "called back");
        var ticket = added(change("P", null), TicketRules.DEFAULT).after();
        for (var number = 1; number <= 1_000; number++) {
            ticket = changed(ticket, note, 60);
            assertEquals(number, ticket.notes());
        }
        var full = ticket;
        var refused = assertThrows(ProblemException.class, () -> changed(full, note, 60));
        assertEquals(Optional.of(Reason.TOO_MANY_NOTES), refused.reason());
        assertEquals(1_000, changed(full, change("C", null), 60).notes(), "a change without a note");
    }

    private static TicketUpdate added(TicketChange change, TicketRules rules) {
        return TicketUpdate.added(7, 10, 20, NOON, change, context(rules, 0));
    }

    private static Ticket changed(Ticket ticket, TicketChange change, long seconds) {
        return TicketUpdate.changed(ticket, change, context(TWO_HOURS, seconds)).after();
    }

    private static TicketUpdate.Context tagged(long customer, boolean byId, Map<TicketField, String> texts) {
        return new TicketUpdate.Context(
                TicketRules.DEFAULT,
                INDIA,
                NOON,
                Optional.of(new TaggedCustomer(customer, customer + 1)),
                texts,
                byId,
                Optional.empty(),
                Author.UNKNOWN,
                MaskedJson::unmasked);
    }

    private static TicketUpdate.Context context(TicketRules rules, long seconds) {
        return new TicketUpdate.Context(
                rules,
                INDIA,
                NOON.plusSeconds(seconds),
                Optional.empty(),
                Map.of(),
                false,
                Optional.empty(),
                Author.UNKNOWN,
                MaskedJson::unmasked);
    }

    private static TicketChange given(String customerId, String comment) {
        return new TicketChange(
                Optional.empty(),
                "",
                Map.of(),
                customerId,
                Optional.empty(),
                EmployeeName.NOBODY,
                Map.of(),
                comment,
                AssociateFields.NONE);
    }

    private static TicketChange change(String status, String subStatus) {
        return new TicketChange(
                Optional.ofNullable(status).map(word -> TicketStatus.of(word).orElseThrow()),
                subStatus == null ? "" : subStatus,
                Map.of(TicketField.TITLE, "the title"),
                "",
                Optional.empty(),
                EmployeeName.NOBODY,
                Map.of(),
                "",
                AssociateFields.NONE);
    }
}
