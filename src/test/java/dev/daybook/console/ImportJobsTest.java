package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.console.data.FileImports;
import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportJob;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.Messages;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports in the console that fail: people read why in their language, and never the name that a file has here. */
class ImportJobsTest {
    private static final Account ACCOUNT = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");

    /** Imports that fail when they begin. */
    private record Failing(boolean byReason) implements FileImports {
        @Override
        public List<String> fields(FileKind kind) {
            return List.of();
        }

        @Override
        public FilePreview preview(FileKind kind, Path file, ImportChoices choices) {
            throw new IllegalStateException("nobody looks at it");
        }

        @Override
        public Work prepare(
                FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
            if (byReason) {
                throw Reason.TITLE_IN_USE.with();
            }
            throw new IllegalArgumentException("cannot read " + file);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhyInTheWordsOfThePage(boolean byReason) throws Exception {
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Failing(byReason), folder)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write, Instant.EPOCH);
            jobs.check(job, ACCOUNT, ImportChoices.NONE);
            for (var wait = 0; job.state().isRunning() && wait < 400; wait++) {
                Thread.sleep(25);
            }
            var english = Messages.in("en");
            assertEquals(
                    byReason ? english.text("reason.TITLE_IN_USE") : "cannot read faq.csv",
                    english.text(job.state().refused().orElseThrow()));
        }
    }

    /** As if another person went back to the choices after this one saw the rehearsal. */
    @Test
    void aFileThatIsNotRehearsedIsNotLoaded() throws Exception {
        try (var folder = UploadFolder.create();
                var jobs = new ImportJobs(new Failing(true), folder)) {
            var job = jobs.add(7, FileKind.FAQ, "faq.csv", ImportJobsTest::write, Instant.EPOCH);
            jobs.choose(job, ImportChoices.NONE);
            assertFalse(jobs.load(job, ACCOUNT, () -> fail("nothing begins")));
            assertEquals(ImportJob.Phase.CHOOSING, job.state().phase());
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
