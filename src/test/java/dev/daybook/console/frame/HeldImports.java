package dev.daybook.console.frame;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.FileImports;
import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportResult;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.store.imports.ImportRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Imports that run until they are closed. After some reads, their progress is no longer available. */
final class HeldImports implements FileImports, AutoCloseable {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger answers;

    /**
     * Makes imports whose progress can be read only a few times.
     *
     * @param answers the number of reads that get the progress; later reads get none
     */
    HeldImports(int answers) {
        this.answers = new AtomicInteger(answers);
    }

    /** Stores an empty file in place of a sent one. */
    static void keep(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void awaitStart() throws InterruptedException {
        assertTrue(started.await(1, TimeUnit.MINUTES), "an import starts");
    }

    @Override
    public List<String> fields(FileKind kind) {
        return List.of();
    }

    @Override
    public FilePreview preview(FileKind kind, Path file, ImportChoices choices, List<String> further) {
        return new FilePreview(List.of(), List.of());
    }

    @Override
    public Work prepare(FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices) {
        Supplier<ImportResult> step = () -> {
            started.countDown();
            awaitUnlessInterrupted(closed);
            return new ImportResult(1, 1, 1, 1, 0, List.of(), 0, 0, List.of(), false);
        };
        var now = Instant.EPOCH;
        var run = new ImportRun(7, 1, RecordKind.CUSTOMER, "", "crm.csv", 2, 1, 1, 0, now, now);
        return new Work(
                false,
                step,
                rehearsed -> step.get(),
                closed::countDown,
                () -> answers.getAndDecrement() > 0 ? Optional.of(run) : Optional.empty(),
                List::of);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
