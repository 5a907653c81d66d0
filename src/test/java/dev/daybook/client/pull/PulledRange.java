package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.day.PageOptions;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thirty days of customers, pulled in pages of five: days without records, days of one page and of several, and days
 * whose last page is full.
 */
final class PulledRange {
    static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    static final LocalDate LAST = LocalDate.parse("2024-05-30");
    static final int PAGE_SIZE = 5;

    /** The number of requests of an undisturbed pull. */
    static final int PAGES = 42;

    private static final List<Integer> COUNTS = List.of(3, 0, 12, 5, 0, 1, 7, 10, 0, 2);
    private static final Account ACCOUNT = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");

    /** Retries temporary failures after short waits, and refuses to wait long. */
    static final RetryPolicy PATIENCE =
            new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(8), Duration.ofMinutes(1));

    private PulledRange() {}

    /** Starts a server on SQLite that has the customers of the thirty days. */
    static TestServer serve() {
        return serve(TestDatabase.SQLITE, RecordKind.CUSTOMER);
    }

    /** Starts a server that has as many records of this kind as {@link #serve()} has customers. */
    static TestServer serve(TestDatabase database, RecordKind kind) {
        var server = TestServer.start(database);
        for (var day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            var count = COUNTS.get((int) (day.toEpochDay() - FIRST.toEpochDay()) % COUNTS.size());
            var first = day.atTime(10, 30).atZone(Account.DEFAULT_ZONE).toInstant();
            var apart = Duration.ofMinutes(7);
            if (kind == RecordKind.CUSTOMER) {
                add(server, count, first, apart);
            } else {
                var records = new TestRecords(server, kind);
                for (var number = 0; number < count; number++) {
                    server.clock.set(first.plus(apart.multipliedBy(number)));
                    records.add("Number " + number);
                }
            }
        }
        return server;
    }

    /**
     * Adds customers whose creation times are a fixed interval apart. A transaction adds at most 1,000 of them: on a
     * busy machine, a larger one would take longer than a server allows.
     */
    static void add(TestServer server, int count, Instant first, Duration apart) {
        for (var start = 0; start < count; start += 1_000) {
            var from = start;
            server.stores.database().write(transaction -> {
                for (var number = from; number < Math.min(from + 1_000, count); number++) {
                    var at = first.plus(apart.multipliedBy(number));
                    server.stores.customers().save(transaction, ACCOUNT, change(at + "-" + number), at);
                }
                return true;
            });
        }
    }

    private static CustomerChange change(String name) {
        return CustomerChange.ofTexts(
                0,
                false,
                Map.of(
                        ProfileField.NAME,
                        "Customer " + name,
                        ProfileField.EMAIL,
                        name.replaceAll("[^0-9-]", "") + "@mail.example"));
    }

    /** The options of a pull of the thirty days. */
    static PullOptions options(URI server, String token) {
        return options(server, token, 1, PATIENCE);
    }

    static PullOptions options(URI server, String token, PulledKind kind) {
        return options(server, token).withPages(PageOptions.of(kind).withSize(PAGE_SIZE));
    }

    static PullOptions options(URI server, String token, int parallel, RetryPolicy patience) {
        return new PullOptions(
                new Connection(server, token, TestServer.CM_ID, 0, Duration.ofMinutes(1), patience),
                PageOptions.of(PulledKind.CUSTOMERS).withSize(PAGE_SIZE),
                FIRST,
                LAST,
                parallel);
    }

    /** A connection to {@link VendorServer}, or to a proxy in front of it. */
    static Connection toVendor(URI server, RetryPolicy patience) {
        return new Connection(server, VendorServer.TOKEN, VendorServer.CM_ID, 0, Duration.ofMinutes(1), patience);
    }

    /**
     * The content of a folder and its subfolders: the bytes of each file in hexadecimal, by its name. The receipt of
     * complete pulls is left out, because it contains the server's address.
     */
    static SortedMap<String, String> files(Path folder) {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(folder)) {
            for (var file : (Iterable<Path>) all.filter(PulledRange::isOutput)::iterator) {
                files.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files;
    }

    private static boolean isOutput(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().endsWith("pulled");
    }
}
