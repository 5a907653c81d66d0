package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.wire.Paths;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backup ends although clients write all the time. It fails none of their requests and has the data of one moment.
 */
class BackupUnderWritesTest {
    private static final int CLIENTS = 3;

    /**
     * The number of tickets, each of 100 KB. They make the database so large that several writes end during a backup.
     */
    private static final int TICKETS = 300;

    /** How many writes end before the first backup. */
    private static final int EARLIER = 100;

    private static final long PATIENCE_MINUTES = 3;

    /**
     * The number of backups during which a whole write must happen, from request to answer, after the backup has
     * written something. If a copy began again after a write, one of these backups would contain such a write.
     */
    private static final int BACKUPS = 3;

    private static final int MOST_BACKUPS = 20;
    private static final Account ACCOUNT = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
    private static final Pattern NAME = Pattern.compile("write-\\d+-\\d+-");

    /**
     * An order, its products and its new customer, all added by one request.
     *
     * @param started the time just before the request was sent, by a clock that all threads share
     * @param isLate whether at that time a backup had already written something into its files
     * @param ended the time after the answer had arrived
     */
    private record Write(String name, long started, boolean isLate, long ended) {}

    @TempDir
    private Path folder;

    private List<File> files = List.of();

    private final AtomicLong clock = new AtomicLong();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch written = new CountDownLatch(EARLIER);
    private final AtomicBoolean isOver = new AtomicBoolean();

    @ParameterizedTest
    @EnumSource
    void aBackupEndsUnderWritesAndIsOfOneMoment(TestDatabase database) throws Exception {
        // SQLite's copy, and the archive. They get their first bytes after the snapshot was taken.
        files = List.of(
                folder.resolve(".daybook-unfinished/copy.db").toFile(),
                folder.resolve(".daybook-unfinished.tar").toFile());
        var begun = new TreeMap<Path, Long>();
        try (var server = TestServer.start(database)) {
            for (var number = 0; number < TICKETS; number++) {
                var comment = "c".repeat(100_000);
                addTo(server, Paths.ADD_TICKET, "[{\"title\":\"t\",\"comment\":\"" + comment + "\"}]");
            }
            var clients = new ArrayList<CompletableFuture<Void>>();
            for (var client = 0; client < CLIENTS; client++) {
                var own = client;
                clients.add(CompletableFuture.runAsync(() -> write(server, own), task -> new Thread(task).start()));
            }
            clients.add(CompletableFuture.runAsync(() -> commit(server), task -> new Thread(task).start()));
            try {
                assertTrue(written.await(PATIENCE_MINUTES, TimeUnit.MINUTES));
                for (var late = 0; late < BACKUPS; ) {
                    assertTrue(begun.size() < MOST_BACKUPS, "too few writes while backups wrote their files");
                    var file = folder.resolve(begun.size() + ".tar");
                    var start = clock.incrementAndGet();
                    begun.put(file, start);
                    CompletableFuture.runAsync(() -> backUp(server, file), task -> new Thread(task).start())
                            .get(PATIENCE_MINUTES, TimeUnit.MINUTES);
                    late += isAnyLate(start, clock.incrementAndGet()) ? 1 : 0;
                }
            } finally {
                isOver.set(true);
                for (var client : clients) {
                    client.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
                }
            }
        }
        for (var backup : begun.keySet()) {
            try (var restored = Stores.open(database.create());
                    var restore = new Restore(backup)) {
                restore.into(restored.database(), Instant.now());
                isOfOneMoment(documents(restored, RecordKind.ORDER), begun.get(backup));
                isWhole(restored);
            }
        }
    }

    private static void backUp(TestServer server, Path file) {
        new Backup(server.stores.database(), "test", Clock.systemUTC()).write(file);
    }

    /** Commits more often than a few clients can, so that a copy which restarts after each commit is noticed. */
    private void commit(TestServer server) {
        while (!isOver.get()) {
            server.stores.database().write(Transaction::takeId);
        }
    }

    private void write(TestServer server, int client) {
        for (var number = 1; !isOver.get(); number++) {
            write(server, client, number);
        }
    }

    private void write(TestServer server, int client, int number) {
        var name = "write-" + client + "-" + number + "-";
        var started = clock.incrementAndGet();
        var isLate = files.stream().anyMatch(file -> file.length() > 0);
        addTo(server, Paths.SAVE_ORDER, """
                {"customer_info":{"customer_name":"%1$s","phone":"9%2$d%3$08d"},"order_info":{"remarks":"%1$s"},\
                "product_details":[{"sku_id":"A","rate":"10.50","quantity":"2"},{"sku_id":"B","rate":"1"}]}""".formatted(name, client, number));
        writes.add(new Write(name, started, isLate, clock.incrementAndGet()));
        written.countDown();
    }

    private static void addTo(TestServer server, String path, String body) {
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private boolean isAnyLate(long begun, long ended) {
        return writes.stream().anyMatch(write -> write.isLate() && write.started() > begun && write.ended() < ended);
    }

    /**
     * Checks that the backup has the data of one moment. It has every write that was acknowledged before the backup
     * began, and none that was sent after the backup had written something. If it lacks a write, it also lacks every
     * write that was sent after the answer to that one.
     */
    private void isOfOneMoment(List<String> orders, long begun) {
        var saved = new HashSet<String>();
        for (var order : orders) {
            var name = NAME.matcher(order);
            assertTrue(name.find(), order);
            saved.add(name.group());
        }
        assertEquals(orders.size(), saved.size());
        var firstLacking = Long.MAX_VALUE;
        for (var write : writes) {
            if (!saved.contains(write.name())) {
                assertTrue(write.ended() > begun, () -> write + " is lost, which ended before " + begun);
                firstLacking = Math.min(firstLacking, write.ended());
            }
        }
        for (var write : writes) {
            if (saved.remove(write.name())) {
                assertTrue(write.started() < firstLacking, write + " is saved, but not a write before it");
                var isNew = write.isLate() && write.started() > begun;
                assertFalse(isNew, () -> write + " is of a later moment than the first row");
            }
        }
        assertEquals(Set.of(), saved, "nobody wrote this");
    }

    /** Checks that each order has its customer, and each record a document that agrees with its columns. */
    private static void isWhole(Stores restored) {
        assertEquals(
                documents(restored, RecordKind.ORDER).size(),
                documents(restored, RecordKind.CUSTOMER).size());
        assertEquals(TICKETS, documents(restored, RecordKind.TICKET).size());
        var before = all(restored);
        assertEquals(before.size(), restored.rerender(ACCOUNT, true), "records without a document");
        assertEquals(before, all(restored), "a document that is not its columns");
    }

    private static List<String> all(Stores stores) {
        var all = new ArrayList<String>();
        for (var kind : RecordKind.values()) {
            all.addAll(documents(stores, kind));
        }
        return all;
    }

    private static List<String> documents(Stores stores, RecordKind kind) {
        return StoredRecords.texts(stores.database(), TestServer.CM_ID, kind);
    }
}
