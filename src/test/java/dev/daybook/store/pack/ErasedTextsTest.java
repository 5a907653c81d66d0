package dev.daybook.store.pack;

import static dev.daybook.store.pack.PackedDocuments.ACCOUNT;
import static dev.daybook.store.pack.PackedDocuments.CM_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.Packs;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.erasure.EraseAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No pack has a text of an erased person or account, or a time in a former zone. */
class ErasedTextsTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final Instant LATER = Instant.parse("2024-05-10T00:00:00Z");
    private static final String MARK = "Quixote";

    /** A text that makes its day large enough to be packed. */
    private static final String LONG = "é".repeat(15_000);

    /**
     * The person's customer, ticket and order are in three packs; one of these also has other customers. An erasure
     * must delete these packs immediately.
     */
    @ParameterizedTest
    @EnumSource
    void nothingOfAnErasedPersonStaysInAPack(TestDatabase database) throws Exception {
        var url = database.create();
        try (var stores = PackedDocuments.open(url)) {
            var person = addPerson(stores);
            addOthers(stores, 250);
            Packs.make(stores, LATER);
            assertEquals(3, packsWithMark(stores));
            var remains = packs(stores, RecordKind.TICKET);
            stores.database().write(transaction -> Erasure.erase(stores, transaction, ACCOUNT, person, LATER));
            assertEquals(0, packsWithMark(stores), "immediately after the erasure");
            assertEquals(2, packs(stores, RecordKind.CUSTOMER).size(), "packs without the person remain for a while");
            stores.database().scrub();
            for (var remain : remains) {
                assertFalse(isInFile(url, remain), "in the file");
            }
            Packs.make(stores, LATER);
            assertEquals(0, packsWithMark(stores), "when the days are packed again");
            assertEquals(3, packs(stores, RecordKind.CUSTOMER).size());
        }
    }

    /** Checks the search that other tests use: it must find a pack that is in the file of the database. */
    @Test
    void aPackIsInTheFileUntilItIsErased() throws Exception {
        var url = TestDatabase.SQLITE.create();
        try (var stores = PackedDocuments.open(url)) {
            addPerson(stores);
            Packs.make(stores, LATER);
            for (var pack : packs(stores, RecordKind.TICKET)) {
                assertTrue(isInFile(url, pack));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfTheZoneDeletesAllPacks(TestDatabase database) throws Exception {
        try (var stores = PackedDocuments.open(database.create())) {
            addPerson(stores);
            addOthers(stores, 250);
            Packs.make(stores, LATER);
            var before = Packs.check(stores.database(), CM_ID);
            assertEquals(5, before.size());
            var moved = new Account(CM_ID, ACCOUNT.name(), ZoneId.of("America/Lima"), ACCOUNT.allCustomerPage());
            stores.database().write(transaction -> AccountStore.set(transaction, moved));
            stores.rerender(moved, true);
            assertEquals(List.of(), Packs.check(stores.database(), CM_ID));
            Packs.make(stores, LATER);
            var after = Packs.check(stores.database(), CM_ID);
            assertEquals(5, after.size());
            for (var text : after) {
                assertFalse(before.contains(text), text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfAnErasedAccountStays(TestDatabase database) throws Exception {
        try (var stores = PackedDocuments.open(database.create())) {
            addPerson(stores);
            addOthers(stores, 250);
            Packs.make(stores, LATER);
            assertEquals(3, StoredValues.count(stores.database(), "packed_day WHERE cm_id = " + CM_ID));
            var erasure = EraseAccount.prepare(stores.database(), CM_ID);
            erasure.lockOut();
            erasure.erase();
            assertEquals(0, StoredValues.count(stores.database(), "pack WHERE cm_id = " + CM_ID));
            assertEquals(0, StoredValues.count(stores.database(), "packed_day WHERE cm_id = " + CM_ID));
        }
    }

    private static long addPerson(Stores stores) {
        var texts = Map.of(ProfileField.NAME, MARK, ProfileField.PHONE, "9100000001");
        return stores.database().write(transaction -> {
            var person = stores.customers()
                    .save(transaction, ACCOUNT, CustomerChange.ofTexts(0, false, texts), NOON)
                    .id();
            var ticket = TestTickets.of(Long.toString(person), Map.of(TicketField.DETAIL, LONG));
            stores.tickets().add(transaction, ACCOUNT, ticket, Rights.ALL, Author.UNKNOWN, NOON);
            var order = OrderChange.ofTexts(
                    0, false, Map.of(OrderField.REMARKS, LONG), CustomerChange.ofTexts(person, false, Map.of()));
            stores.orders().save(transaction, ACCOUNT, order, Rights.ALL, NOON);
            return person;
        });
    }

    private static void addOthers(Stores stores, int count) {
        var rows = TestCustomers.every(Duration.ofSeconds(10), NOON.minusSeconds(600), count);
        stores.database().write(transaction -> stores.customers().load(transaction, ACCOUNT, rows, LATER));
    }

    private static long packsWithMark(Stores stores) {
        return Packs.check(stores.database(), CM_ID).stream()
                .filter(text -> text.contains(MARK))
                .count();
    }

    /** The packs of a kind, compressed. */
    private static List<byte[]> packs(Stores stores, RecordKind kind) {
        var packs = stores.database()
                .read(transaction -> transaction
                        .query("SELECT deflated FROM pack WHERE cm_id = :cmId AND kind = :kind", CM_ID)
                        .bind("kind", kind.word())
                        .mapTo(byte[].class)
                        .list());
        assertNotEquals(List.of(), packs);
        return packs;
    }

    /** Whether bytes are in the file of an SQLite database or in its log. */
    private static boolean isInFile(DatabaseUrl url, byte[] bytes) throws IOException {
        if (!(url instanceof DatabaseUrl.Sqlite)) {
            return false;
        }
        var file = TestDatabase.file(url);
        var log = file.resolveSibling(file.getFileName() + "-wal");
        var part = new String(bytes, StandardCharsets.ISO_8859_1);
        return Files.readString(file, StandardCharsets.ISO_8859_1).contains(part)
                || (Files.exists(log)
                        && Files.readString(log, StandardCharsets.ISO_8859_1).contains(part));
    }
}
