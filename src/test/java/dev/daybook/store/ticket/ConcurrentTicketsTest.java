package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.ticket.UpdateTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes of tickets while another transaction holds a lock that they need. */
class ConcurrentTicketsTest {
    private static final long CM_ID = HookedAccount.CM_ID;
    private static final Instant START = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Instant LATER = START.plusSeconds(1);

    @ParameterizedTest
    @EnumSource
    void historyNotesAndDeliveriesFollowTheCommitOrder(TestDatabase database) throws Exception {
        try (var account = open(database)) {
            account.hook("https://hooks.example/tickets", false);
            var number = account.add();
            during(
                    account,
                    transaction -> lock(transaction, number),
                    transaction -> update(account, transaction, number, "IN", "first", LATER),
                    transaction -> update(account, transaction, number, "CL", "second", START));
            assertEquals(List.of("first", "second"), notes(account, number));
            var posted = StoredValues.texts(
                    account.stores.database(),
                    "SELECT body FROM webhook_delivery WHERE cm_id = " + CM_ID + " ORDER BY id");
            assertEquals(2, posted.size());
            assertTrue(posted.get(0).contains("\"In Progress\""), posted::toString);
            assertTrue(posted.get(1).contains("\"Closed\""), posted::toString);
            assertEquals(LATER, ticket(account, number).modifiedAt());
        }
    }

    /**
     * A load is split into two parts if a ticket number occurs twice. The first part leaves some of its ids unused. The
     * second part must not use these, but take new ids after its locks: its note then comes after the note of the write
     * for which it waited.
     */
    @ParameterizedTest
    @EnumSource
    void eachPartOfALoadTakesItsIdsAfterItsLocks(TestDatabase database) throws Exception {
        try (var account = open(database)) {
            var repeated = account.add();
            account.update(repeated, "OP");
            var number = account.add();
            during(
                    account,
                    transaction -> lock(transaction, number),
                    transaction -> update(account, transaction, number, "OP", "first", START),
                    transaction -> account.stores
                            .tickets()
                            .load(
                                    transaction,
                                    account.account(),
                                    List.of(
                                            row(account, repeated, "one"),
                                            row(account, repeated, "two"),
                                            row(account, number, "second")),
                                    START));
            assertEquals(List.of("first", "second"), notes(account, number));
            assertEquals(List.of("one", "two"), notes(account, repeated));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConcurrentUpdateKeepsTheNewAssigneeOfATicket(TestDatabase database) throws Exception {
        try (var account = open(database)) {
            var number = account.add();
            during(
                    account,
                    transaction -> lock(transaction, number),
                    transaction -> write(
                            account, transaction, number, "\"sub_status\":\"OP\",\"assign_emp_name\":\"Binu\"", START),
                    transaction -> update(account, transaction, number, "OP", "note", START));
            assertEquals("Binu", ticket(account, number).assignee().name());
            var document = document(account, number);
            assertTrue(document.contains("\"assignedToName\":\"Binu\""), document);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTicketWriteThatWaitsForARenamedSubStatusStoresItsNewName(TestDatabase database) throws Exception {
        try (var account = open(database)) {
            var number = account.add();
            account.update(number, "OP");
            during(
                    account,
                    transaction -> TicketRulesStore.lockNames(transaction, CM_ID),
                    transaction -> TicketRulesStore.put(
                            transaction, CM_ID, SubStatuses.DEFAULT.with(new SubStatus("OP", "Opened again", false))),
                    transaction -> update(account, transaction, number, "OP", "note", START));
            var document = document(account, number);
            assertTrue(document.contains("\"Opened again\""), document);
        }
    }

    private static HookedAccount open(TestDatabase database) {
        return new HookedAccount(database.create(), new SettableClock(START));
    }

    /**
     * Runs {@code lock} and then {@code write} in one transaction, and commits it. Between the two, starts
     * {@code other} in a second transaction, which has to wait for the first. Returns when both have ended.
     */
    private static <T> void during(
            HookedAccount account,
            Consumer<Transaction> lock,
            Consumer<Transaction> write,
            Function<Transaction, T> other)
            throws Exception {
        var waiting = account.stores.database().write(transaction -> {
            lock.accept(transaction);
            var started = ConcurrentWrite.start(
                    account.stores.database(), () -> account.stores.database().write(other));
            write.accept(transaction);
            return started;
        });
        waiting.get(60, TimeUnit.SECONDS);
    }

    private static void lock(Transaction transaction, long number) {
        var unused = transaction
                .query(
                        "SELECT id FROM ticket WHERE cm_id = :cmId AND number = :number "
                                + transaction.dialect().forUpdate(),
                        CM_ID)
                .bind("number", number)
                .mapTo(Long.class)
                .one();
    }

    private static boolean update(
            HookedAccount account,
            Transaction transaction,
            long number,
            String subStatus,
            String comment,
            Instant now) {
        return write(account, transaction, number, fields(subStatus, comment), now);
    }

    private static String fields(String subStatus, String comment) {
        return "\"sub_status\":\"" + subStatus + "\",\"comment\":\"" + comment + "\"";
    }

    private static boolean write(
            HookedAccount account, Transaction transaction, long number, String fields, Instant now) {
        account.stores
                .tickets()
                .update(
                        transaction,
                        account.account(),
                        number,
                        change(account, number, fields).change(),
                        Rights.ALL,
                        Author.UNKNOWN,
                        now);
        return true;
    }

    private static NumberedChange change(HookedAccount account, long number, String fields) {
        var body = "{\"ticket_id\":\"" + number + "\"," + fields + "}";
        var asked = UpdateTicket.decode(
                        body.getBytes(StandardCharsets.UTF_8), account.account().zone())
                .asked();
        return new NumberedChange(asked.number(), asked.change());
    }

    private static RecordLoad.Row<NumberedChange> row(HookedAccount account, long number, String comment) {
        return new RecordLoad.Row<>(change(account, number, fields("OP", comment)), START);
    }

    private static Ticket ticket(HookedAccount account, long number) {
        return account.stores
                .database()
                .read(transaction -> TicketTable.select(transaction, CM_ID, List.of(id(transaction, number)))
                        .get(0));
    }

    private static List<String> notes(HookedAccount account, long number) {
        return account.stores
                .database()
                .read(transaction -> EventTable.notes(
                                transaction, CM_ID, List.of(id(transaction, number)), AnswerRoom.endless(bytes -> {}))
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .map(TicketNote::detail)
                        .toList());
    }

    private static String document(HookedAccount account, long number) {
        return account.stores
                .database()
                .read(transaction -> transaction
                        .query("SELECT doc FROM ticket_document WHERE cm_id = :cmId AND id = :id", CM_ID)
                        .bind("id", id(transaction, number))
                        .mapTo(String.class)
                        .one());
    }

    private static long id(Transaction transaction, long number) {
        return transaction
                .query("SELECT id FROM ticket WHERE cm_id = :cmId AND number = :number", CM_ID)
                .bind("number", number)
                .mapTo(Long.class)
                .one();
    }
}
