package dev.daybook.console;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.console.data.FileImports;
import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportJob;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.data.ImportResult;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.Messages;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.UnseenImports;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports in the console that fail: people read why in their language, and never the name of a temporary file. */
class ImportJobsTest {
    private static final Account ACCOUNT = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");

    /**
     * Imports that fail when they begin.
     *
     * @param byReason whether they fail with a {@link Reason}; if false, they fail with a message that contains the
     *     path of the file
     */
    private record Failing(boolean byReason) implements UnseenImports {
        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            if (byReason) {
                throw Reason.TITLE_IN_USE.with();
            }
            throw new IllegalArgumentException("cannot read " + file + " or write " + refused);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusedImportHasAReasonInTheLanguageOfThePage(boolean byReason) throws Exception {
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Failing(byReason), folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            var english = Messages.in("en");
            assertEquals(
                    byReason ? english.text("reason.TITLE_IN_USE") : "cannot read faq.csv or write faq-refused.csv",
                    english.text(job.state().refused().orElseThrow()));
        }
    }

    /**
     * Simulates that another person goes back from the rehearsal to the choices before this person loads the file. The
     * file must not be loaded.
     */
    @Test
    void aFileThatIsNotRehearsedIsNotLoaded() throws Exception {
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Failing(true), folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            jobs.choose(job, ImportChoices.NONE);
            assertFalse(jobs.load(job, ACCOUNT, job.state().word(), () -> fail("nothing begins")));
            assertEquals(ImportJob.Phase.CHOOSING, job.state().phase());
        }
    }

    /**
     * Simulates that the account is deleted and another company gets its number while the import waits. The import must
     * fail, and its file be deleted.
     */
    @Test
    void aFileOfADeletedAccountIsNotImportedIntoANewOne() throws Exception {
        var creation = new AtomicLong(3);
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Failing(true), folder, cmId -> creation.get(), System::nanoTime)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            creation.set(0);
            assertEquals(List.of(job), jobs.of(7), "the audit may no longer have the first line of the account");
            creation.set(9);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            var refused = job.state().refused().orElseThrow();
            assertEquals("account 7 was deleted; nothing was imported", refused.detail());
            assertEquals(Optional.empty(), jobs.find(7, job.id()));
            assertFalse(job.hasFile());
        }
    }

    /** Imports whose rehearsal waits until the test lets it end. */
    private record Waiting(CountDownLatch end) implements UnseenImports {
        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            await(end);
            throw Reason.TITLE_IN_USE.with();
        }
    }

    /** A step takes longer than an hour, and nobody looks at its page during this time. */
    @Test
    void theResultOfALongStepIsKeptForAnHourAfterItsEnd() throws Exception {
        var end = new CountDownLatch(1);
        // Such a time has no fixed origin, and may overflow.
        var time = new AtomicLong(Long.MAX_VALUE);
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Waiting(end), folder, cmId -> 0, time::get)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            var hour = Duration.ofHours(1).toNanos();
            time.addAndGet(2 * hour);
            jobs.removeIdle();
            end.countDown();
            awaitEnd(job);
            time.addAndGet(hour);
            jobs.removeIdle();
            assertEquals(List.of(job), jobs.of(7), "an hour after the step was last seen running");
            time.incrementAndGet();
            jobs.removeIdle();
            assertEquals(List.of(), jobs.of(7));
        }
    }

    /** Imports that count how often the beginning of a file is read. A rehearsal refuses a column "vip". */
    private record Counting(AtomicLong reads) implements FileImports {
        @Override
        public List<String> fields(FileKind kind) {
            return List.of();
        }

        @Override
        public FilePreview preview(FileKind kind, Path file, ImportChoices choices, List<String> further)
                throws IOException {
            reads.incrementAndGet();
            var columns = further.stream()
                    .map(name -> new FilePreview.Column(name, "", false))
                    .toList();
            return new FilePreview(columns, List.of(List.of(Files.readString(file), choices.charset())));
        }

        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            return new Work(
                    false,
                    () -> {
                        throw new IllegalArgumentException("the column 'vip' has no choice");
                    },
                    rehearsed -> {
                        throw new IllegalStateException("nobody loads it");
                    },
                    () -> {},
                    Optional::empty,
                    () -> List.of("vip"));
        }
    }

    /** With another encoding or separator the columns of a file have other names. */
    @Test
    void aColumnThatARehearsalFoundIsShownWithTheSameEncodingAndSeparator() throws Exception {
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Counting(new AtomicLong()), folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            assertEquals(List.of(), jobs.preview(job, ImportChoices.NONE).columns());
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            var vip = List.of(new FilePreview.Column("vip", "", false));
            assertEquals(vip, jobs.preview(job, ImportChoices.NONE).columns());
            assertEquals(vip, jobs.preview(job, choices(Set.of("vip"), "", "")).columns());
            assertEquals(
                    List.of(),
                    jobs.preview(job, choices(Set.of(), "UTF-16LE", "")).columns());
            assertEquals(
                    List.of(), jobs.preview(job, choices(Set.of(), "", ";")).columns());
        }
    }

    private static ImportChoices choices(Set<String> kept, String charset, String separator) {
        return new ImportChoices(Map.of(), kept, "", charset, separator, false, false, false);
    }

    /** Reading the beginning of a large file takes long, and anybody can reload its page. */
    @Test
    void theBeginningOfAFileIsReadOnceForTheSameChoices() throws Exception {
        var reads = new AtomicLong();
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Counting(reads), folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            var first = jobs.preview(job, ImportChoices.NONE);
            assertEquals(first, jobs.preview(job, ImportChoices.NONE));
            assertEquals(1, reads.get());
            var other = choices(Set.of(), "windows-1252", "");
            assertEquals(
                    List.of(List.of("title\n", "windows-1252")),
                    jobs.preview(job, other).rows());
            assertEquals(2, reads.get());
            Files.delete(job.file());
            assertThrows(IOException.class, () -> jobs.preview(job, other), "a file that is gone is not shown");
        }
    }

    /**
     * Imports of files. A file counts as large if its name begins with {@code large}. A step lasts until the test ends
     * it.
     *
     * @param running the names of the files whose step has begun to run; a step that is only prepared does not count
     * @param end ends the steps
     * @param last the step that was prepared last
     */
    private record Steps(
            Queue<String> running, CountDownLatch end, AtomicReference<WeakReference<FileImports.Work>> last)
            implements UnseenImports {
        Steps() {
            this(new ConcurrentLinkedQueue<>(), new CountDownLatch(1), new AtomicReference<>());
        }

        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            var work = new Work(
                    name.startsWith("large"),
                    () -> {
                        running.add(name);
                        await(end);
                        return new ImportResult(1, 1, 1, 1, 0, List.of(), 0, 0, List.of(), false);
                    },
                    rehearsed -> rehearsed,
                    end::countDown,
                    Optional::empty,
                    List::of);
            last.set(new WeakReference<>(work));
            return work;
        }

        void awaitRunning(int number) {
            Waits.until(() -> running.size() >= number, () -> running);
        }
    }

    @Test
    void aSmallImportDoesNotWaitForLargeOnesWhichRunOneAtATime() throws Exception {
        var steps = new Steps();
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(steps, folder, cmId -> 0, System::nanoTime)) {
            var all = Stream.of("large1.csv", "large2.csv", "small.csv")
                    .map(name -> jobs.add(7, FileKind.CUSTOMERS, name, ImportJobsTest::write))
                    .toList();
            all.forEach(job -> jobs.check(job, ACCOUNT, ImportChoices.NONE));
            steps.awaitRunning(2);
            assertEquals(Set.of("large1.csv", "small.csv"), Set.copyOf(steps.running));
            steps.end.countDown();
            for (var job : all) {
                awaitEnd(job);
                assertEquals(ImportJob.Phase.CHECKED, job.state().phase());
            }
            assertEquals(3, steps.running.size());
        }
    }

    /** The page shows the result of a step for an hour. The memory of the step must be free before that. */
    @ParameterizedTest
    @ValueSource(strings = {"small.csv", "large.csv"})
    void theMemoryOfAStepIsFreeAfterItsEnd(String name) throws Exception {
        var steps = new Steps();
        steps.end.countDown();
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(steps, folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.CUSTOMERS, name, ImportJobsTest::write);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            Waits.until(
                    () -> {
                        System.gc();
                        return steps.last.get().get() == null;
                    },
                    () -> "the memory is not free");
            assertEquals(1, job.state().result().orElseThrow().good());
        }
    }

    /**
     * The line of the audit about a load may have to wait for the database. Other imports must not wait for this line.
     */
    @Test
    void othersDoNotWaitForTheAuditOfALoad() throws Exception {
        var steps = new Steps();
        steps.end.countDown();
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(steps, folder, cmId -> 0, System::nanoTime)) {
            var other = jobs.add(7, FileKind.CUSTOMERS, "b.csv", ImportJobsTest::write);
            var job = jobs.add(7, FileKind.CUSTOMERS, "a.csv", ImportJobsTest::write);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            var word = job.state().word();
            Runnable audit = () -> {
                var removal = CompletableFuture.supplyAsync(() -> jobs.remove(other));
                assertTrue(removal.orTimeout(2, TimeUnit.MINUTES).join());
                assertTrue(jobs.load(job, ACCOUNT, word, () -> fail("the load has begun")));
                throw new IllegalStateException("no database");
            };
            assertThrows(IllegalStateException.class, () -> jobs.load(job, ACCOUNT, word, audit));
            assertTrue(job.state().isReady(), "so that the file can be loaded later");
        }
    }

    /** In another zone, times without an offset are other instants, so the load would not be what was rehearsed. */
    @Test
    void aFileIsNotLoadedInAnotherZoneThanItsRehearsal() throws Exception {
        var steps = new Steps();
        steps.end.countDown();
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(steps, folder, cmId -> 0, System::nanoTime)) {
            var job = jobs.add(7, FileKind.CUSTOMERS, "a.csv", ImportJobsTest::write);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            awaitEnd(job);
            var word = job.state().word();
            var moved = new Account(7, "Test", ZoneOffset.UTC, "{}");
            assertFalse(jobs.load(job, moved, word, () -> fail("nothing begins")));

            jobs.check(job, moved, ImportChoices.NONE);
            awaitEnd(job);
            assertTrue(jobs.load(job, moved, job.state().word(), () -> {}));
            awaitEnd(job);
            assertEquals(ImportJob.Phase.LOADED, job.state().phase());
        }
    }

    private static void awaitEnd(ImportJob job) {
        Waits.until(() -> !job.state().isRunning(), job::state);
    }

    @Test
    void anImportStepThatCannotBeginDoesNotCountAsRunning() throws Exception {
        try (var folder = UploadFolder.create()) {
            var jobs = new ImportJobs(new Failing(true), folder, cmId -> 0, System::nanoTime);
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write);
            jobs.close();
            assertThrows(RuntimeException.class, () -> jobs.check(job, ACCOUNT, ImportChoices.NONE));
            assertFalse(job.state().isRunning(), "so that the file can be removed");
        }
    }

    @Test
    void aRemovalThatCannotBeginDoesNotCountAsRunning() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var removals = new ImportRemovals(new ImportRemoval(stores.database()), Clock.systemUTC());
            var now = Instant.EPOCH;
            var run = new ImportRun(7, 1, RecordKind.CUSTOMER, "", "crm.csv", 1, 0, 0, 0, now, now);
            removals.close();
            assertThrows(RuntimeException.class, () -> removals.start(run));
            assertFalse(removals.isRunning(run), "so that it can be started again");
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "title\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
