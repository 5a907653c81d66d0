package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rehearsal of orders finds the refusals of the load, although it loads only the orders that may be refused. */
class OrderRehearsalTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");
    private static final Clock NOON = Clock.fixed(Instant.parse("2024-05-02T12:00:00Z"), ZoneOffset.UTC);
    private static final String HEADER = "erp_order_id,customer_code,customer_name,phone,email,zone\n";

    @TempDir
    private Path folder;

    /** Into an account that has customers with shared phones, and orders. */
    @ParameterizedTest
    @EnumSource
    void refusesAndAddsWhatTheLoadDoes(TestDatabase database) throws IOException {
        var refused = 0L;
        var good = 0L;
        for (var seed = 1; seed <= 5; seed++) {
            try (var stores = stores(database)) {
                var random = new Random(seed);
                var first = new Orders(stores, write(HEADER + people() + rows(random, 150, "E")));
                first.load();
                var file = new Orders(stores, write(HEADER + rows(random, 250, "F")));

                var rehearsed = file.rehearse();
                var loaded = file.load();

                assertEquals(places(loaded), places(rehearsed), "seed " + seed);
                assertEquals(counts(loaded), counts(rehearsed), "seed " + seed);
                refused += loaded.refused().count();
                good += loaded.good();
            }
        }
        assertTrue(refused > 50 && good > 500, refused + " refused, " + good + " good");
    }

    /** The file of one account, with refused rows left out. */
    private final class Orders {
        private final Stores stores;
        private final Path file;

        Orders(Stores stores, Path file) {
            this.stores = stores;
            this.file = file;
        }

        Outcome rehearse() throws IOException {
            return orders().rehearse(stores.forImports(), ACCOUNT);
        }

        Outcome load() throws IOException {
            return orders().load(stores.forImports(), ACCOUNT, note -> {});
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
            return new FileImport<>(kind, source, options, Progress.NONE, NOON);
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
                .mapToObj("P%1$d,C%1$d,Asha,900000000%1$d,a%1$d@mail.example,\n"::formatted)
                .collect(Collectors.joining());
    }

    /**
     * An order of one of 120 people, of whom the first file adds about a half: with all data, by code or by phone. Some
     * orders name two people, or a zone by an unknown id.
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
                        isByCode ? "" : "Asha",
                        isByCode ? "" : "9%09d".formatted(person),
                        isByCode || (other == person && random.nextBoolean()) ? "" : "a" + other + "@mail.example",
                        random.nextInt(40) == 0 ? "123456" : random.nextInt(10) == 0 ? "North" : "")
                + "\n";
    }

    private static List<String> places(Outcome outcome) {
        return outcome.refused().first().stream()
                .map(RefusedRows.Refused::place)
                .toList();
    }

    private static List<Long> counts(Outcome outcome) {
        return List.of(outcome.refused().count(), outcome.good(), outcome.added(), outcome.updated());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "orders", ".csv"), content);
    }

    private static Stores stores(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database().run(transaction -> stores.accounts().add(transaction, ACCOUNT));
        return stores;
    }
}
