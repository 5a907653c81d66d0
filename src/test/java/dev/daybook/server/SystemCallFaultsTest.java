package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.TicketWriter;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the nth system call of a write on SQLite's files fail, for n = 1, 2 and so on until the write makes no more
 * calls. Every write that the server acknowledged is stored after {@code kill -9}, and the next write succeeds. A trial
 * is one failed call. Faults of openat, mmap and brk strike only if the JVM happens to make such a call. The faults
 * come from strace; if strace is missing or may not do this, the battery reports this part as not run.
 */
@Tag("battery-3")
class SystemCallFaultsTest {
    private static final long CM_ID = 1_000_298;

    /** System calls on files, and those for memory, with an error that each may give. */
    private static final List<String> FAULTS = List.of(
            "fsync,fdatasync:error=EIO",
            "pwrite64:error=ENOSPC",
            "pwrite64:error=EIO",
            "pread64:error=EIO",
            "ftruncate:error=EIO",
            "openat:error=EMFILE",
            "mmap:error=ENOMEM",
            "brk:error=ENOMEM");

    /**
     * The system calls without which no write is durable. Whether SQLite calls fsync or fdatasync, and pwrite64 or
     * write, depends on its build.
     */
    private static final Set<String> OF_EVERY_WRITE = Set.of("fsync,fdatasync", "pwrite64");

    /** What strace writes behind a call that it let fail. */
    private static final String INJECTED = "(INJECTED)";

    private static final int MOST_CALLS = 100;

    @TempDir
    Path folder;

    private String url;
    private String token;
    private final TreeSet<String> acknowledged = new TreeSet<>();

    @Test
    void noWriteSucceedsIfItIsNotDurable() throws Exception {
        url = "sqlite:" + folder.resolve("daybook.db");
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database()
                    .write(transaction ->
                            AccountStore.add(transaction, new Account(CM_ID, "Faults", Account.DEFAULT_ZONE, "{}")));
            token = TestKeys.add(stores, CM_ID);
        }
        if (!canInject() || !canTrace()) {
            Tally.notRun(Check.CALLS_FAIL, "system calls", "strace is missing, or may not trace or change calls");
            return;
        }
        Tally.run(Check.CALLS_FAIL, "system calls, SQLITE", tally -> {
            for (var round = 0; round < Tally.trials(1, 3); round++) {
                for (var fault : Tally.isBattery() ? FAULTS : FAULTS.subList(0, 2)) {
                    sweep(round, fault, tally);
                }
            }
        });
    }

    /**
     * Lets the system calls of a kind fail one after the other, all in one server. If this server ends because its JVM
     * has no memory, another one takes its place. At the end the server is killed, and all acknowledged writes must be
     * stored.
     */
    private void sweep(int round, String fault, Tally tally) throws Exception {
        var server = ServerChild.start(url, "--rate", "0");
        try {
            var writer = new TicketWriter(server.address(), token);
            add(writer, round + "-" + fault + "-first");
            var last = Tally.isBattery() ? MOST_CALLS : 3;
            var nth = 1;
            for (; nth <= last; nth++) {
                var title = round + "-" + fault + "-" + nth;
                try {
                    if (!isStruck(server, writer, title, fault, nth)) {
                        break;
                    }
                    add(writer, title + "-again");
                } catch (IOException ended) {
                    if (!fault.endsWith("ENOMEM")) {
                        throw ended;
                    }
                    server.close();
                    server = ServerChild.start(url, "--rate", "0");
                    writer = new TicketWriter(server.address(), token);
                    add(writer, title + "-restarted");
                }
                tally.held();
            }
            assertTrue(nth > 1 || !OF_EVERY_WRITE.contains(calls(fault)), fault + ": the write makes no such call");
            System.out.println("battery 3: " + fault + ": " + (nth - 1) + " calls failed");
        } finally {
            server.close();
        }
        try (var again = ServerChild.start(url, "--rate", "0")) {
            var lost = new TreeSet<>(acknowledged);
            lost.removeAll(new TicketWriter(again.address(), token).titles());
            assertEquals(new TreeSet<String>(), lost, fault + ": acknowledged and lost");
        }
    }

    /** Writes while the nth call fails. Returns whether the write made at least n calls. */
    private boolean isStruck(ServerChild server, TicketWriter writer, String title, String fault, int nth)
            throws Exception {
        var log = folder.resolve("strace.log");
        Files.deleteIfExists(log);
        var strace = strace(server.pid(), log, "-e", "trace=" + calls(fault), "-e", "inject=" + fault + ":when=" + nth);
        try {
            awaitAttached(strace, log);
            var status = writer.add(title);
            assertTrue(status == 200 || status == 500 || status == 503, title + ": " + status);
            if (status == 200) {
                acknowledged.add(title);
            }
        } finally {
            strace.destroy();
            assertTrue(strace.waitFor(2, TimeUnit.MINUTES), "strace does not end");
        }
        return Files.readString(log).contains(INJECTED);
    }

    /** The system calls that a fault strikes, separated by commas. */
    private static String calls(String fault) {
        return fault.substring(0, fault.indexOf(':'));
    }

    /** A write without a fault succeeds, if necessary after the server has replaced its connection. */
    private void add(TicketWriter writer, String title) throws Exception {
        var start = System.nanoTime();
        while (writer.add(title) != 200) {
            var waited = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(waited.toSeconds() < 60, title + ": no write succeeds after " + waited);
        }
        acknowledged.add(title);
    }

    /** Whether strace can let a call fail. */
    private boolean canInject() throws Exception {
        var log = folder.resolve("strace.log");
        var write = "strace -o " + log + " -e trace=write -e inject=write:error=EIO echo x";
        try {
            var process = new ProcessBuilder(write.split(" ", -1)).redirectErrorStream(true);
            process.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            return Files.readString(log).contains(INJECTED);
        } catch (IOException missing) {
            return false;
        }
    }

    private boolean canTrace() throws Exception {
        var log = folder.resolve("strace.log");
        try (var server = ServerChild.start(url)) {
            var strace = strace(server.pid(), log, "-e", "trace=fsync");
            try {
                awaitAttached(strace, log);
                return true;
            } catch (AssertionError refused) {
                return false;
            } finally {
                strace.destroy();
            }
        } catch (IOException missing) {
            return false;
        }
    }

    private static Process strace(long pid, Path log, String... options) throws IOException {
        var command = new ArrayList<>(List.of("strace", "-f", "-p", Long.toString(pid), "-o", log.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(log.resolveSibling("strace.told").toFile())
                .start();
    }

    /**
     * Waits until strace has printed a line on standard error about the threads to which it is attached. It is then
     * attached to all threads of Java.
     */
    private static void awaitAttached(Process strace, Path log) throws Exception {
        var told = log.resolveSibling("strace.told");
        Waits.until(
                () -> {
                    assertTrue(strace.isAlive(), () -> "strace ended: " + text(told));
                    return Files.readString(told).contains("attached");
                },
                () -> text(told));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
