package dev.daybook.console.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.UnseenImports;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stopping server ends the work of the console: all kinds of work by one deadline. */
class BackgroundWorkTest {
    private static final Account ACCOUNT = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");

    /** Counts the steps of work that have begun to hang. {@link #goOn} lets them end. */
    private final Semaphore begun = new Semaphore(0);

    private final Semaphore goOn = new Semaphore(0);

    private void hang() {
        begun.release();
        goOn.acquireUninterruptibly();
    }

    /** Imports whose rehearsal hangs. */
    private final class Hanging implements UnseenImports {
        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            hang();
            throw new IllegalArgumentException("the test is over");
        }
    }

    /**
     * A stop signals all work to end before it waits for any of it. Otherwise work that hangs would use up the time of
     * the other work, which would then be cut off in the middle.
     */
    @Test
    void allWorkIsStoppedBeforeAnyIsWaitedFor() {
        var steps = new ArrayList<String>();
        BackgroundWork.end(List.of(recording("A", steps), recording("B", steps)), 42);
        assertEquals(List.of("stop A", "stop B", "await A until 42", "await B until 42"), steps);
    }

    private static BackgroundWork recording(String name, List<String> steps) {
        return new BackgroundWork() {
            @Override
            public void stop() {
                steps.add("stop " + name);
            }

            @Override
            public void awaitEnd(long deadline) {
                steps.add("await " + name + " until " + deadline);
            }
        };
    }

    @Test
    @Timeout(120)
    @SuppressWarnings("try") // the lock is held until the end of the block
    void aStopDoesNotWaitForeverForWorkThatHangs() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        try (var stores = PatientStores.open(DatabaseUrl.parse(url));
                var folder = UploadFolder.create();
                var log = SeenLog.of(BackgroundWork.class.getPackageName())) {
            var jobs = new ImportJobs(new Hanging(), folder, cmId -> 0, System::nanoTime);
            var removals = new ImportRemovals(new ImportRemoval(stores.database()), Clock.systemUTC());
            var renderings = new TicketRenderings(account -> hang(), Duration.ofMillis(10));
            try (var lock = WriteLock.of(url, "")) {
                var job = jobs.add(7, FileKind.FAQ, "faq.csv", path -> {});
                Files.writeString(job.file(), "title");
                assertTrue(jobs.check(job, ACCOUNT, ImportChoices.NONE));
                removals.start(new ImportRun(
                        7, 1, RecordKind.CUSTOMER, "", "crm.csv", 1, 0, 0, 0, Instant.EPOCH, Instant.EPOCH));
                assertThrows(TimeoutException.class, () -> renderings.render(ACCOUNT));
                begun.acquire(2);
                BackgroundWork.end(
                        List.of(jobs, removals, renderings),
                        System.nanoTime() + Duration.ofMillis(50).toNanos());
                var lines = log.text();
                for (var what : List.of("an import", "the removal of an import", "a rendering of tickets")) {
                    assertTrue(lines.contains(what + " did not end in time"), lines);
                }
            } finally {
                goOn.release(2);
            }
        }
    }
}
