package dev.daybook.console.data;

import dev.daybook.console.data.ImportJob.Phase;
import dev.daybook.console.data.ImportJob.State;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports that people start in the console of this server. One small and one large import run at a time; others wait. A
 * stopping server ends the imports; the database keeps the loaded rows and the progress.
 */
public final class ImportJobs implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);

    /** The largest number of files of one account. It is small, because a file may be large. */
    public static final int MOST_OF_ACCOUNT = 3;

    /** The largest number of files of all accounts together. */
    public static final int MOST = 12;

    /** A file is removed after this time without a request. */
    private static final Duration IDLE = Duration.ofHours(1);

    private final Map<String, ImportJob> jobs = new ConcurrentHashMap<>();
    private final ImportThreads threads = new ImportThreads();
    private final FileImports imports;
    private final UploadFolder folder;
    private final LongUnaryOperator creation;
    private final LongSupplier time;
    private volatile boolean closing;

    /**
     * Creates an empty list of imports, whose files will be in this folder.
     *
     * @param creation returns, for an account's number, the id of the line of the audit about the account's creation; 0
     *     if there is none. If another account gets the number later, the id of its line is higher
     * @param time returns a time in nanoseconds, like {@link System#nanoTime}. It must not be the time of day: if that
     *     clock were ahead for a moment, all files would be removed
     */
    public ImportJobs(FileImports imports, UploadFolder folder, LongUnaryOperator creation, LongSupplier time) {
        this.imports = imports;
        this.folder = folder;
        this.creation = creation;
        this.time = time;
    }

    /** Thrown if there are too many files, all of which may still be needed. */
    public static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Adds a file to import. If there are too many files, first removes one that was imported completely and has no
     * refused rows to download. Of several such files, removes the one that nobody has looked at for the longest time.
     *
     * @param name the file's name as it was sent
     * @param keep stores the file at a path at which no file exists yet
     * @throws NoRoom if the account or the server has too many files that may still be needed
     */
    public synchronized ImportJob add(long cmId, FileKind kind, String name, Consumer<Path> keep) {
        removeIdle();
        while (of(cmId).size() >= MOST_OF_ACCOUNT) {
            makeRoom(of(cmId));
        }
        while (jobs.size() >= MOST) {
            makeRoom(List.copyOf(jobs.values()));
        }
        var file = folder.newFile(name);
        var refused = folder.newFile("refused.csv");
        var job = new ImportJob(cmId, creation.applyAsLong(cmId), kind, name, file, refused, time);
        keep.accept(file);
        jobs.put(job.id(), job);
        return job;
    }

    private void makeRoom(List<ImportJob> among) {
        remove(among.stream()
                .filter(ImportJob::isOver)
                .max(Comparator.comparing(ImportJob::idle))
                .orElseThrow(NoRoom::new));
    }

    /**
     * Removes the files that nobody has looked at for an hour, except those of running imports, and calls
     * {@link UploadFolder#keep}. Call this every few minutes: the hour of a running import begins again each time, so
     * that its result is kept for about an hour after its end.
     */
    public synchronized void removeIdle() {
        folder.keep();
        for (var job : List.copyOf(jobs.values())) {
            if (job.state().isRunning()) {
                job.touch();
            } else if (job.idle().compareTo(IDLE) > 0) {
                remove(job);
            }
        }
    }

    /** Finds a file of this account, and restarts its idle time. */
    public Optional<ImportJob> find(long cmId, String id) {
        var job = of(cmId).stream().filter(found -> found.id().equals(id)).findFirst();
        job.ifPresent(ImportJob::touch);
        return job;
    }

    /** The files of an account. Removes those of a deleted account with this number, unless they are being imported. */
    public List<ImportJob> of(long cmId) {
        var files = jobs.values().stream().filter(job -> job.cmId() == cmId).toList();
        if (files.isEmpty()) {
            return files;
        }
        var current = creation.applyAsLong(cmId);
        files.stream().filter(job -> job.creation() < current).forEach(this::remove);
        return files.stream().filter(job -> job.creation() >= current).toList();
    }

    /** The names of the fields that a column can be mapped to. */
    public List<String> fields(ImportJob job) {
        return imports.fields(job.kind());
    }

    /** The beginning of the file, read with these choices. */
    public FilePreview preview(ImportJob job, ImportChoices choices) throws IOException {
        return job.preview(imports, choices);
    }

    /**
     * Puts an import back into the step in which a person chooses. The form then shows these choices. Returns false if
     * the import is running, or if its file no longer exists.
     */
    public synchronized boolean choose(ImportJob job, ImportChoices choices) {
        if (job.state().isRunning() || !job.hasFile()) {
            return false;
        }
        job.enter(State.choosing(choices));
        return true;
    }

    /**
     * Rehearses the import in the background, unless it is already being rehearsed with these choices. Returns false if
     * a load is running, or a rehearsal with other choices, or if the file no longer exists.
     */
    public synchronized boolean check(ImportJob job, Account account, ImportChoices choices) {
        var state = job.state();
        if (state.isRunning()) {
            return state.phase() == Phase.CHECKING && state.choices().equals(choices);
        }
        if (!job.hasFile()) {
            return false;
        }
        job.enter(State.checking(choices, account.zone()));
        begin(job, state, () -> {}, account, work -> work.rehearsal().get());
        return true;
    }

    /**
     * Loads a file in the background, after a rehearsal that found something to import. Does nothing if this load has
     * already begun.
     *
     * @param word the word of the rehearsal that the person saw
     * @param audit writes to the audit, before the load begins; runs without the lock of this object, because it may
     *     wait for the database
     * @return false if the file is not loaded: since the rehearsal that the person saw, another one has begun, somebody
     *     has returned to the choices, or the account's zone has changed. Also false if the rehearsal is still running,
     *     has failed, or has found nothing to import
     */
    public boolean load(ImportJob job, Account account, String word, Runnable audit) {
        State rehearsed;
        synchronized (this) {
            rehearsed = job.state();
            if (!rehearsed.word().equals(word)) {
                return false;
            }
            if (!rehearsed.isReady() || !rehearsed.zone().equals(Optional.of(account.zone()))) {
                return rehearsed.phase() == Phase.LOADING || rehearsed.phase() == Phase.LOADED;
            }
            job.enter(rehearsed.loading());
        }
        var shown = rehearsed.result().orElseThrow();
        begin(job, rehearsed, audit, account, work -> work.loading().apply(shown));
        return true;
    }

    /** Begins the step that the import has entered. If beginning fails, the import returns to the state before. */
    private void begin(
            ImportJob job,
            State before,
            Runnable audit,
            Account account,
            Function<FileImports.Work, ImportResult> step) {
        var begun = false;
        try {
            audit.run();
            threads.small(() -> attempt(job, () -> prepare(job, account, step)));
            begun = true;
        } finally {
            if (!begun) {
                job.enter(before);
            }
        }
    }

    /** Prepares a step, and then runs it. A large step runs on the thread for large files. */
    private void prepare(ImportJob job, Account account, Function<FileImports.Work, ImportResult> step)
            throws IOException {
        if (closing) {
            throw Problem.UNAVAILABLE.because("the server is stopping");
        }
        Files.deleteIfExists(job.refused());
        var choices = job.state().choices();
        var work = imports.prepare(job.kind(), job.file(), job.name(), job.refused(), account, choices);
        job.prepare(work);
        if (closing) {
            work.stopping().run();
        }
        if (work.isLarge()) {
            threads.large(() -> attempt(job, () -> run(job, work, step)));
        } else {
            run(job, work, step);
        }
    }

    private void run(ImportJob job, FileImports.Work work, Function<FileImports.Work, ImportResult> step) {
        var begun = job.state();
        var result = step.apply(work);
        // Delete the file while the import counts as running: afterwards, a step that needs the file may begin.
        if (begun.phase() == Phase.LOADING
                && !result.stopped()
                && !result.isInVain(begun.choices().skipBad())) {
            folder.delete(job.file());
        }
        job.enter(begun.ended(Optional.of(result), Optional.empty()));
    }

    /** The work of a step, or its preparation. Unlike a {@link Runnable}, it may throw an {@link IOException}. */
    private interface Part {
        void run() throws IOException;
    }

    /** Runs a part of a step. If the part fails, the step ends, and the failure is in the new state. */
    private void attempt(ImportJob job, Part part) {
        var begun = job.state();
        try {
            // The import may have waited long for a thread, and the account may have been deleted.
            if (job.creation() < creation.applyAsLong(job.cmId())) {
                throw Problem.ACCOUNT_GONE.because("account " + job.cmId() + " was deleted; nothing was imported");
            }
            part.run();
        } catch (ProblemException | IllegalArgumentException | IOException | UncheckedIOException failure) {
            job.enter(begun.ended(Optional.empty(), Optional.of(job.refused(failure))));
        } catch (RuntimeException | Error defect) {
            LOG.error("import {} of the console failed", job.id(), defect);
            var name = defect.getClass().getSimpleName();
            job.enter(begun.ended(Optional.empty(), Optional.of(Problem.INTERNAL.because(name))));
        }
    }

    /** Forgets an import and deletes its files. Does nothing and returns false if the import is running. */
    public synchronized boolean remove(ImportJob job) {
        if (job.state().isRunning()) {
            return false;
        }
        jobs.remove(job.id());
        folder.delete(job.file());
        folder.delete(job.refused());
        return true;
    }

    @Override
    public void stop() {
        closing = true;
        threads.stop();
        jobs.values().forEach(ImportJob::stop);
    }

    @Override
    public void awaitEnd(long deadline) {
        if (!threads.end(deadline)) {
            LOG.warn("an import did not end in time; 'daybook import list' shows how far it is");
        }
    }
}
