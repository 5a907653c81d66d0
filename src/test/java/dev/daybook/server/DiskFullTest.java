package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.TicketWriter;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server on a small volume that another file fills. Writes are refused with 503 and reads are served. After the file
 * is deleted, writes succeed again, and no acknowledged write is lost. A trial is one such cycle. The volume is a
 * tmpfs, which only root can mount; without root the battery reports this part as not run, and {@code
 * store.WriterRecoveryTest} tests the same with a database of limited size.
 */
@Tag("battery-4")
class DiskFullTest {
    private static final long CM_ID = 1_000_298;

    /** More tickets than fit into a volume of this size. */
    private static final int MORE_THAN_FIT = 5_000;

    /**
     * The time within which writes must succeed again: a second, but only in the battery. It is longer in a build,
     * because other tests use the processors.
     */
    private static final Duration RECOVERY = Duration.ofSeconds(Tally.isBattery() ? 1 : 60);

    @TempDir
    Path folder;

    @Test
    void writesResumeWithoutARestartAfterAFullDisk() throws Exception {
        if (!isDone("mount", "-t", "tmpfs", "-o", "size=48m", "daybook-test", folder.toString())) {
            Tally.notRun(Check.DISK_FULL, "tmpfs", "mounting a small volume needs root");
            return;
        }
        try {
            Tally.run(Check.DISK_FULL, "tmpfs, SQLITE", this::cycles);
        } finally {
            assertTrue(isDone("umount", folder.toString()), "still mounted: " + folder);
        }
    }

    private void cycles(Tally tally) throws Exception {
        var url = "sqlite:" + folder.resolve("daybook.db");
        String token;
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database()
                    .write(transaction ->
                            AccountStore.add(transaction, new Account(CM_ID, "Full", Account.DEFAULT_ZONE, "{}")));
            token = TestKeys.add(stores, CM_ID);
        }
        var acknowledged = new TreeSet<String>();
        try (var server = ServerChild.start(url, "--rate", "0")) {
            var writer = new TicketWriter(server.address(), token);
            for (var cycle = 0; cycle < Tally.trials(2, 20); cycle++) {
                acknowledged.add(added(writer, cycle + "-before"));
                fill();
                var refused = writeUntilRefused(writer, cycle, acknowledged);
                assertEquals(503, refused, "the answer to a write on a full disk");
                assertEquals(200, writer.read(), "a read while the disk is full");
                Files.delete(filler());
                var start = System.nanoTime();
                acknowledged.add(addedInTime(writer, cycle + "-after", start));
                tally.held();
            }
        }
        try (var server = ServerChild.start(url, "--rate", "0")) {
            var lost = new TreeSet<>(acknowledged);
            lost.removeAll(new TicketWriter(server.address(), token).titles());
            assertEquals(new TreeSet<String>(), lost, "acknowledged and lost");
        }
    }

    private static String added(TicketWriter writer, String title) throws Exception {
        assertEquals(200, writer.add(title));
        return title;
    }

    private static String addedInTime(TicketWriter writer, String title, long start) throws Exception {
        for (var status = 0; status != 200; ) {
            status = writer.add(title);
            var waited = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(waited.compareTo(RECOVERY) < 0, status + " " + waited + " after there is room again");
        }
        return title;
    }

    /** Writes until a write is refused. Returns the status of that answer. */
    private static int writeUntilRefused(TicketWriter writer, int cycle, Set<String> acknowledged) throws Exception {
        for (var number = 0; number < MORE_THAN_FIT; number++) {
            var title = cycle + "-full-" + number;
            var status = writer.add(title);
            if (status != 200) {
                return status;
            }
            acknowledged.add(title);
        }
        throw new AssertionError("the disk is full, and writes succeed");
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Fills the remaining space. */
    private void fill() throws IOException {
        try (var file = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                file.write(ByteBuffer.allocate(4_096));
            }
        } catch (IOException full) {
            assertTrue(Files.size(filler()) > 0, full.toString());
        }
    }

    private static boolean isDone(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
