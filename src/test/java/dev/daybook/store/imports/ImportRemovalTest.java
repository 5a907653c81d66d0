package dev.daybook.store.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a removed import added is gone from the tables, but for ids and versions, which followers of the feed need. */
class ImportRemovalTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final String MARK = "quixote";

    @ParameterizedTest
    @EnumSource
    void leavesNoPersonalData(TestDatabase database) throws Exception {
        for (var kind : RecordKind.values()) {
            var url = database.newUrl();
            try (var stores = Stores.open(DatabaseUrl.parse(url))) {
                var customer = customer(stores);
                var run = imported(stores, kind, customer);
                assertTrue(TableDump.of(url).contains(MARK), kind + " is stored");
                assertEquals(1, new ImportRemoval(stores.database(), stores.imports()).remove(run, NOON));
                assertFalse(TableDump.of(url).contains(MARK), kind + " is removed");
            }
        }
    }

    /** The feed may restart between the import and its removal. */
    @ParameterizedTest
    @EnumSource
    void findsItsRecordsAfterARestartOfTheFeed(TestDatabase database) {
        for (var kind : RecordKind.values()) {
            try (var stores = Stores.open(database.create())) {
                var run = imported(stores, kind, customer(stores));
                stores.database().run(transaction -> RestoredChanges.beginAnew(transaction, NOON));
                assertEquals(
                        1, new ImportRemoval(stores.database(), stores.imports()).remove(run, NOON), kind.toString());
            }
        }
    }

    private static long customer(Stores stores) {
        return stores.database().write(transaction -> {
            stores.accounts().add(transaction, ACCOUNT);
            return stores.customers()
                    .save(
                            transaction,
                            ACCOUNT,
                            CustomerChange.ofTexts(
                                    0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001")),
                            NOON)
                    .id();
        });
    }

    private static ImportRun imported(Stores stores, RecordKind kind, long customer) {
        return stores.database().write(transaction -> {
            var run = stores.imports().start(transaction, ACCOUNT.cmId(), kind, "digest", "file.csv", 1, NOON);
            assertEquals(1, load(stores, transaction, kind, customer).added());
            assertTrue(stores.imports().advance(transaction, run, run.after(1, 1, 0, NOON), Map.of()));
            return run;
        });
    }

    private static RecordLoad load(Stores stores, Transaction transaction, RecordKind kind, long customer) {
        return switch (kind) {
            case CUSTOMER ->
                stores.customers()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(CustomerChange.ofTexts(
                                        0, false, Map.of(ProfileField.NAME, MARK, ProfileField.PHONE, "9100000002"))),
                                NOON);
            case TICKET ->
                stores.tickets()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(new NumberedChange(
                                        0,
                                        TicketChange.ofTexts(
                                                Map.of(TicketField.TITLE, MARK, TicketField.DETAIL, MARK)))),
                                NOON);
            case ORDER ->
                stores.orders()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(OrderChange.ofTexts(
                                        0,
                                        false,
                                        Map.of(OrderField.ERP_ORDER_ID, "E-1", OrderField.REMARKS, MARK),
                                        CustomerChange.ofTexts(customer, false, Map.of()))),
                                NOON);
        };
    }

    private static <C> List<RecordLoad.Row<C>> rows(C change) {
        return List.of(new RecordLoad.Row<>(change, NOON));
    }
}
