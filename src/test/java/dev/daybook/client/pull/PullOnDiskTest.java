package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pulls force their files and names to the disk in an order that survives a power cut. A process makes the pulls, and
 * strace records its calls.
 */
class PullOnDiskTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate EMPTY = FIRST.plusDays(2);
    private static final Targets PARQUET = new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, true);
    private static final Targets GZIP = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.GZIP, false);

    /** The start of a command that records calls. {@code --seccomp-bpf} does not slow down other calls. */
    private static final List<String> STRACE = List.of(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-y",
            "-e",
            "trace=/^(p?write|f(data)?sync|ftruncate|open|rename|unlink|mkdir)",
            "-o");

    /** The end of a line that another thread's call interrupts. */
    private static final String UNFINISHED = " <unfinished ...>";

    /** The line with the rest of such a call. */
    private static final Pattern RESUMED = Pattern.compile("\\d+ +<\\.\\.\\. \\w+ resumed>(.*)");

    @TempDir
    Path folder;

    @Test
    void whatAStepReliesOnIsOnTheDisk() throws Exception {
        Assumptions.assumeTrue(canTrace(), "strace is missing, or may not trace other processes");
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var customers = new TestCustomers(server);
            var ids = new ArrayList<Long>();
            for (var day : List.of(FIRST, SECOND)) {
                server.clock.set(Instant.parse(day + "T06:00:00Z"));
                for (var number = 0; number < 5; number++) {
                    ids.add(customers.save(0, "Number " + number));
                }
            }
            var firstOfSecond = ids.get(5);
            try (var gateway = FaultProxy.start(server.uri(""), gateway(() -> customers.delete(firstOfSecond)))) {
                var calls = new DiskCalls();
                for (var call : traced(gateway.uri(), server.uri(""), server.token)) {
                    calls.check(call);
                }
                calls.checkEnd();
                assertEquals(1, calls.lines("again"), "a day was rolled back");
                assertTrue(
                        calls.lines(JournalState.SAFE) > 1,
                        "a page that takes longer than a second is followed by a checkpoint");
            }
        }
    }

    /**
     * A gateway that drops the headers of Daybook, so that pages go by offset. It holds the second page of the first
     * day for more than a second. Before the second page of the second day, it moves the records.
     */
    private static FaultPlan gateway(Runnable move) {
        var held = new AtomicBoolean();
        var moved = new AtomicBoolean();
        return request -> {
            if (request.target().equals(Paths.PULL_CUSTOMERS) && !request.body().contains("\"offset\":\"0\"")) {
                var isFirst = request.body().contains("\"" + FIRST + "\"");
                if (isFirst && held.compareAndSet(false, true)) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_100));
                }
                if (!isFirst && moved.compareAndSet(false, true)) {
                    move.run();
                }
            }
            return Fault.withoutHeaders("x-daybook-");
        };
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder(with(STRACE, "/dev/null", "true")).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static List<String> with(List<String> start, String... more) {
        var all = new ArrayList<>(start);
        all.addAll(List.of(more));
        return all;
    }

    /**
     * Makes the pulls in another process. Returns its system calls that name the folder of the pulls. The path of this
     * folder has no links, because strace names open files by their real paths.
     */
    private List<String> traced(URI gateway, URI server, String token) throws IOException, InterruptedException {
        var trace = folder.resolve("trace");
        var log = folder.resolve("log");
        var out = Files.createDirectory(folder.resolve("out")).toRealPath();
        var command = with(STRACE, trace.toString());
        command.addAll(JavaCommand.withTests(
                PullOnDiskTest.class.getName(), gateway.toString(), server.toString(), token, out.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the pulls hang");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(log));
        return complete(Files.readAllLines(trace)).stream()
                .filter(line -> line.contains(out.toString()))
                .toList();
    }

    /**
     * Joins the two lines of each call during which another thread began a call. The first line has the path, the
     * second one the result.
     */
    private static List<String> complete(List<String> lines) {
        var begun = new HashMap<String, String>();
        var complete = new ArrayList<String>();
        for (var line : lines) {
            var thread = line.substring(0, line.indexOf(' '));
            var end = RESUMED.matcher(line);
            if (line.endsWith(UNFINISHED)) {
                begun.put(thread, line.substring(0, line.length() - UNFINISHED.length()));
            } else if (end.matches()) {
                complete.add(begun.remove(thread) + end.group(1));
            } else {
                complete.add(line);
            }
        }
        return complete;
    }

    /** Makes the pulls. Arguments: GATEWAY SERVER TOKEN FOLDER. */
    public static void main(String[] arguments) throws InterruptedException {
        var out = Path.of(arguments[3]);
        var byOffset = options(arguments[0], arguments[2]);
        new Pull(byOffset, Targets.NDJSON.in(out.resolve("text")), Watcher.NOBODY).run(false);
        var options = options(arguments[1], arguments[2]);
        new Pull(options, PARQUET.in(out.resolve("days")), Watcher.NOBODY).run(false);
        new Pull(options.withDays(EMPTY, EMPTY), GZIP.in(out.resolve("empty")), Watcher.NOBODY).run(false);
        var stopped = Targets.NDJSON.in(out.resolve("stopped"));
        assertTrue(StopAt.stops(options, stopped, 2));
        new Pull(options, stopped, Watcher.NOBODY).restart();
        var changes = out.resolve("changes").resolve("changes.ndjson");
        new ChangesPull(options.connection(), options.pages(), changes, Optional.empty(), Watcher.NOBODY).run(false);
    }

    private static PullOptions options(String server, String token) {
        return new PullOptions(
                new Connection(
                        URI.create(server), token, TestServer.CM_ID, 0, Duration.ofSeconds(30), PulledRange.PATIENCE),
                PageOptions.of(PulledKind.CUSTOMERS).withSize(2),
                FIRST,
                SECOND,
                1);
    }
}
