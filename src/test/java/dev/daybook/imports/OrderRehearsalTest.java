package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rehearsal of orders refuses the same rows as the load. It loads only the orders that the database may refuse, and
 * before them the orders on which they depend. It then rolls everything back.
 */
class OrderRehearsalTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");
    private static final Clock NOON = Clock.fixed(Instant.parse("2024-05-02T12:00:00Z"), ZoneOffset.UTC);
    private static final String HEADER = "erp_order_id,customer_code,customer_name,phone,email,zone\n";

    @TempDir
    private Path folder;

    /**
     * Rehearsal and load of several batches must have the same result. The people in them do not share phones or
     * e-mails.
     */
    @ParameterizedTest
    @EnumSource
    void batchesRefuseAndAddWhatTheLoadDoes(TestDatabase database) throws IOException {
        var counts =
                compare(database, 2, random -> people() + rows(random, 150, "E"), random -> rows(random, 250, "F"));
        assertTrue(counts.refused() > 20 && counts.added() > 20, counts::toString);
    }

    /**
     * Rehearsal and load of one batch must have the same result. The codes, phones and e-mails of its people are mixed
     * up, and move from one person to another.
     */
    @ParameterizedTest
    @EnumSource
    void aBatchRefusesAndAddsWhatTheLoadDoes(TestDatabase database) throws IOException {
        var counts =
                compare(database, 6, random -> people() + mixed(random, 60, "E"), random -> mixed(random, 90, "F"));
        assertTrue(counts.refused() > 20 && counts.added() > 20 && counts.updated() > 20, counts::toString);
    }

    /**
     * The first order of the file exists already. It has the phone of its customer with another code, and so changes
     * the code. The second order has only the old code. The rehearsal must refuse it like the load, although the old
     * code is still in the database.
     */
    @ParameterizedTest
    @EnumSource
    void aCodeThatAnExistingOrderReplacesIsRefused(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            new Orders(stores, write(HEADER + "E1,C3,Asha,9000000003,,\n")).load();
            var file = new Orders(stores, write(HEADER + "E1,C9,Asha,9000000003,,\nF1,C3,,,,\n"));
            assertEquals(List.of("line 3"), places(file.rehearse()));
            assertEquals(List.of("line 3"), places(file.load()));
        }
    }

    /**
     * An existing order whose row names another customer moves to this customer. The former customer keeps its data.
     */
    @ParameterizedTest
    @EnumSource
    void anExistingOrderMovesToTheCustomerOfItsCode(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            new Orders(stores, write(HEADER + "E1,C3,Asha,9000000003,,\nE2,C4,Mira,9000000004,,\n")).load();
            var unknown = new Orders(stores, write(HEADER + "E1,C9,,,,\n"));
            assertEquals(List.of("line 2"), places(unknown.rehearse()));
            assertEquals(List.of("line 2"), places(unknown.load()));
            for (var row : List.of("E1,C4,,,,", "E1,C3,,,,", "E1,C4,Mira,9000000004,,", "E1,C9,Ravi,9000000009,,")) {
                var file = new Orders(stores, write(HEADER + row + "\n"));
                assertEquals(List.of(), places(file.load()), row);
                assertEquals(row.substring(3, 5), codeOfBuyer(stores), row);
            }
            assertEquals(List.of("C3 Asha", "C4 Mira", "C9 Ravi"), customers(stores));
        }
    }

    /**
     * As the test above, but without codes. A row with the name or the phone of the order's customer corrects this
     * customer.
     */
    @ParameterizedTest
    @EnumSource
    void anExistingOrderMovesToTheCustomerOfItsNameAndPhone(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            new Orders(stores, write(HEADER + """
                    E1,C3,Asha,9000000003,,
                    E2,C4,Mira,9000000004,,
                    E3,C5,Mira,,mira@mail.example,
                    """)).load();
            for (var row : List.of("E1,,Mira,9000000004,,", "E1,,Ravi,9000000009,,", "E1,,Ravi Rao,9000000009,,")) {
                var file = new Orders(stores, write(HEADER + row + "\n"));
                assertEquals(List.of(), places(file.rehearse()), row);
                assertEquals(List.of(), places(file.load()), row);
            }
            assertEquals("", codeOfBuyer(stores));
            assertEquals(List.of(" Ravi Rao", "C3 Asha", "C4 Mira", "C5 Mira"), customers(stores));
            var ambiguous = new Orders(stores, write(HEADER + "E1,,Mira,9000000004,mira@mail.example,\n"));
            assertEquals(List.of("line 2"), places(ambiguous.rehearse()));
            assertEquals(List.of("line 2"), places(ambiguous.load()));
        }
    }

    private static String codeOfBuyer(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .query("""
                                SELECT c.customer_code FROM sales_order o
                                JOIN customer c ON c.cm_id = o.cm_id AND c.id = o.customer_id
                                WHERE o.cm_id = :cmId AND o.erp_order_id = 'E1'""", ACCOUNT.cmId())
                        .mapTo(String.class)
                        .one());
    }

    private static List<String> customers(Stores stores) {
        return StoredValues.texts(
                stores.database(),
                "SELECT customer_code || ' ' || name FROM customer WHERE cm_id = " + ACCOUNT.cmId() + " ORDER BY 1");
    }

    /**
     * The second order finds the customer by the e-mail of the first one, and gives another code. The third order has
     * only the old code, so rehearsal and load must refuse it.
     */
    @ParameterizedTest
    @EnumSource
    void aCodeThatAnEarlierOrderOfTheFileReplacesIsRefused(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            new Orders(stores, write(HEADER + "E1,C3,Asha,9000000003,,\n")).load();
            var file = new Orders(stores, write(HEADER + """
                    F1,,Asha,9000000003,new@mail.example,
                    F2,C9,Asha,,new@mail.example,
                    F3,C3,,,,
                    """));
            assertEquals(List.of("line 4"), places(file.rehearse()));
            assertEquals(List.of("line 4"), places(file.load()));
        }
    }

    /**
     * Of each three orders, the first two add one person each, and the third names both people. The rehearsal must
     * refuse the third, and can do this only if it also loads the first two.
     */
    @ParameterizedTest
    @EnumSource
    void ordersOnWhichOthersOfTheBatchDependAreNeverLeftOut(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var rows = IntStream.range(0, 400)
                    .mapToObj("A%1$d,,Asha,9%1$09d,,\nB%1$d,,Asha,,b%1$d@mail.example,\n"
                            .concat("D%1$d,,Asha,9%1$09d,b%1$d@mail.example,\n")::formatted)
                    .collect(Collectors.joining());
            var rehearsed = new Orders(stores, write(HEADER + rows)).rehearse();
            assertEquals(new Counts(400, 800, 800, 0), Counts.of(rehearsed));
        }
    }

    private record Counts(long refused, long good, long added, long updated) {
        static Counts of(Outcome outcome) {
            return new Counts(outcome.refused().count(), outcome.good(), outcome.added(), outcome.updated());
        }

        Counts plus(Counts other) {
            return new Counts(refused + other.refused, good + other.good, added + other.added, updated + other.updated);
        }
    }

    /**
     * Compares the rehearsal of a file with its load, for some random files. Returns the counts of all loads together.
     *
     * @param before makes the orders that the database already has
     * @param rows makes the orders of the compared file
     */
    private Counts compare(
            TestDatabase database, int seeds, Function<Random, String> before, Function<Random, String> rows)
            throws IOException {
        var all = new Counts(0, 0, 0, 0);
        for (var seed = 1; seed <= seeds; seed++) {
            try (var stores = stores(database)) {
                var random = new Random(seed);
                new Orders(stores, write(HEADER + before.apply(random))).load();
                var file = new Orders(stores, write(HEADER + rows.apply(random)));

                var rehearsed = file.rehearse();
                var loaded = file.load();

                assertEquals(places(loaded), places(rehearsed), "seed " + seed);
                assertEquals(Counts.of(loaded), Counts.of(rehearsed), "seed " + seed);
                all = all.plus(Counts.of(loaded));
            }
        }
        return all;
    }

    /** A file of orders. Its import skips refused rows. */
    private final class Orders {
        private final Stores stores;
        private final Path file;

        Orders(Stores stores, Path file) {
            this.stores = stores;
            this.file = file;
        }

        Outcome rehearse() throws IOException {
            return orders().rehearse();
        }

        Outcome load() throws IOException {
            return orders().load(note -> {});
        }

        private FileImport<?> orders() throws IOException {
            var kind = new OrderKind();
            var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
            RowSource source = reading.file(file, reading.columns(kind.fields(), kind.keepsUnknown()));
            var options = new FileImport.Options(
                    reading.rules(ACCOUNT.zone()),
                    FileDigest.of(file, kind, ACCOUNT, reading),
                    "orders.csv",
                    true,
                    Optional.of(folder.resolve("refused.csv")),
                    10_000,
                    false);
            return new FileImport<>(kind, source, options, stores.forImports(), ACCOUNT, Progress.NONE, NOON);
        }
    }

    private static String rows(Random random, int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(number -> row(random, name + number))
                .collect(Collectors.joining());
    }

    /** An order of each of the first ten people, with all their data. */
    private static String people() {
        return IntStream.range(0, 10)
                .mapToObj("P%1$d,C%1$d,Asha %1$d,900000000%1$d,a%1$d@mail.example,\n"::formatted)
                .collect(Collectors.joining());
    }

    /**
     * An order of one of 120 people, about half of whom the first file adds. The order names the person by the code
     * alone, or by the phone, in some cases with code or e-mail. Some orders name two people, or a zone by an unknown
     * id.
     */
    private static String row(Random random, String number) {
        var person = random.nextInt(120);
        var other = person < 10 && random.nextInt(5) == 0 ? random.nextInt(10) : person;
        var isByCode = random.nextInt(3) == 0;
        return String.join(
                        ",",
                        random.nextInt(8) == 0
                                ? ""
                                : random.nextInt(20) == 0 ? "E" + random.nextInt(150) : "N" + number,
                        isByCode || (other == person && random.nextBoolean()) ? "C" + person : "",
                        isByCode ? "" : "Asha " + person,
                        isByCode ? "" : "9%09d".formatted(person),
                        isByCode || (other == person && random.nextBoolean()) ? "" : "a" + other + "@mail.example",
                        random.nextInt(40) == 0 ? "123456" : random.nextInt(10) == 0 ? "North" : "")
                + "\n";
    }

    /**
     * Orders with mixed customer data: code, phone and e-mail of an order may belong to different ones of 60 people, or
     * be new.
     */
    private static String mixed(Random random, int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    var isNew = random.nextInt(3) == 0;
                    var code = random.nextInt(3) > 0 ? "" : "C" + (isNew ? name + number : random.nextInt(60));
                    var isComplete = code.isEmpty() || random.nextInt(3) > 0;
                    var phone = "9%09d".formatted(isNew ? 1_000 + random.nextInt(1_000) : random.nextInt(60));
                    var email = "a" + (isNew ? name + number : random.nextInt(60)) + "@mail.example";
                    var order = random.nextInt(6) == 0 ? "NE" + random.nextInt(60) : "N" + name + number;
                    return String.join(
                                    ",",
                                    random.nextInt(8) == 0 ? "" : order,
                                    code,
                                    isComplete ? (random.nextBoolean() ? "Asha" : "Mira") : "",
                                    isComplete ? phone : "",
                                    isComplete && random.nextBoolean() ? email : "",
                                    random.nextInt(40) == 0 ? "123456" : "")
                            + "\n";
                })
                .collect(Collectors.joining());
    }

    private static List<String> places(Outcome outcome) {
        return outcome.refused().first().stream()
                .map(RefusedRows.Refused::place)
                .toList();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "orders", ".csv"), content);
    }

    private static Stores stores(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }
}
