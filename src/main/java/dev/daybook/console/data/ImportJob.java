package dev.daybook.console.data;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.store.imports.ImportRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** An uploaded file and the state of its import. Thread-safe. */
public final class ImportJob {
    private final String id = UUID.randomUUID().toString();
    private final long cmId;
    private final long creation;
    private final FileKind kind;
    private final String name;
    private final Path file;
    private final Path refused;
    private final LongSupplier time;
    private volatile long touchedAt;
    private Optional<Looked> looked = Optional.empty();
    private volatile Optional<Columns> columns = Optional.empty();
    private volatile Optional<FileImports.Work> work = Optional.empty();
    private volatile Supplier<Optional<ImportRun>> progress = Optional::empty;
    private volatile State state = State.choosing(ImportChoices.NONE);

    ImportJob(long cmId, long creation, FileKind kind, String name, Path file, Path refused, LongSupplier time) {
        this.cmId = cmId;
        this.creation = creation;
        this.kind = kind;
        this.name = name;
        this.file = file;
        this.refused = refused;
        this.time = time;
        touch();
    }

    /**
     * The beginning of the file, as it was last read.
     *
     * @param choices the choices with which it was read
     * @param further the names of columns that are known to be in the file; the preview has all of them
     */
    private record Looked(ImportChoices choices, List<String> further, FilePreview preview) {}

    /**
     * The names of the columns that the last rehearsal or load found with these choices; the beginning of the file may
     * have fewer.
     */
    private record Columns(ImportChoices choices, List<String> names) {}

    /** The steps of an import. */
    public enum Phase {
        /** A person maps the columns to fields. */
        CHOOSING,
        /** The import is being rehearsed. */
        CHECKING,
        /** The rehearsal has ended, successfully or not. */
        CHECKED,
        /** The file is being loaded. */
        LOADING,
        /** The load has ended, successfully or not. */
        LOADED
    }

    /**
     * The state of an import.
     *
     * @param phase the step
     * @param choices the choices of the person
     * @param word a random token that a rehearsal and its load share. To start the load, a page sends the token of the
     *     rehearsal that it shows. If another rehearsal has begun since, the load does not start
     * @param zone the zone of the account at the rehearsal; empty before a rehearsal
     * @param result the result of the rehearsal or the load, if it has ended without a failure
     * @param refused why the step failed; empty if it did not
     */
    public record State(
            Phase phase,
            ImportChoices choices,
            String word,
            Optional<ZoneId> zone,
            Optional<ImportResult> result,
            Optional<ProblemException> refused) {
        /** The state in which a person changes these choices. */
        public static State choosing(ImportChoices choices) {
            return begun(Phase.CHOOSING, choices, Optional.empty());
        }

        /** The state at the beginning of a rehearsal. */
        static State checking(ImportChoices choices, ZoneId zone) {
            return begun(Phase.CHECKING, choices, Optional.of(zone));
        }

        private static State begun(Phase phase, ImportChoices choices, Optional<ZoneId> zone) {
            return new State(phase, choices, UUID.randomUUID().toString(), zone, Optional.empty(), Optional.empty());
        }

        /** The state at the beginning of a load that follows this rehearsal. */
        State loading() {
            return new State(Phase.LOADING, choices, word, zone, Optional.empty(), Optional.empty());
        }

        /** The state at the end of the running step. */
        State ended(Optional<ImportResult> result, Optional<ProblemException> refused) {
            var end = phase == Phase.LOADING ? Phase.LOADED : Phase.CHECKED;
            return new State(end, choices, word, zone, result, refused);
        }

        /** Whether a rehearsal or a load is running, or waits for a thread. */
        public boolean isRunning() {
            return phase == Phase.CHECKING || phase == Phase.LOADING;
        }

        /** Whether the file was rehearsed and can be loaded. */
        public boolean isReady() {
            return phase == Phase.CHECKED
                    && result.filter(found -> !found.isInVain(choices.skipBad()))
                            .isPresent();
        }
    }

    /** The random id of the import, which nobody can guess. */
    public String id() {
        return id;
    }

    /** The number of the account to import into. */
    public long cmId() {
        return cmId;
    }

    /**
     * The id of the audit line about the account's creation; 0 if there is none. {@link ImportJobs} distinguishes this
     * account by it from a later one with the same number.
     */
    long creation() {
        return creation;
    }

    /** The kind of the records. */
    public FileKind kind() {
        return kind;
    }

    /** The name of the file as it was sent. */
    public String name() {
        return name;
    }

    /** The path of the uploaded file. */
    public Path file() {
        return file;
    }

    /** Whether the file still exists. It is deleted after a complete load. */
    public boolean hasFile() {
        return Files.exists(file);
    }

    /** Whether the file was loaded completely, and no refused rows wait to be downloaded. */
    boolean isOver() {
        return state.phase() == Phase.LOADED && !hasFile() && !hasRefused();
    }

    /** The path of the file with the refused rows; used only if the import leaves these rows out. */
    public Path refused() {
        return refused;
    }

    /** The name of the download with the refused rows. */
    public String refusedName() {
        return kind.label() + "-refused.csv";
    }

    /** Whether there are refused rows to download. */
    public boolean hasRefused() {
        return state.phase() == Phase.LOADED && Files.exists(refused);
    }

    /** The current state of the import. */
    public State state() {
        return state;
    }

    /**
     * The unfinished import in the database, by this load or by an earlier load of the file; empty if there is none.
     */
    public Optional<ImportRun> progress() {
        return progress.get();
    }

    /**
     * The failure as a page shows it. A {@link ProblemException} with a {@code Reason} stays as it is. Any other
     * failure becomes {@code INVALID_VALUE} with the same message, in which the names that the person knows replace the
     * paths of the files on this server.
     */
    ProblemException refused(Exception failure) {
        if (failure instanceof ProblemException known && known.reason().isPresent()) {
            return known;
        }
        var words = failure instanceof ProblemException known ? known.detail() : failure.getMessage();
        return Problem.INVALID_VALUE.because(
                String.valueOf(words).replace(file.toString(), name).replace(refused.toString(), refusedName()),
                failure);
    }

    /**
     * The beginning of the file, read with these choices. Includes the columns that the last rehearsal or load found
     * further down, with the same encoding and separator. A second call with the same choices does not read the file
     * again, because anybody may reload the page often.
     */
    synchronized FilePreview preview(FileImports imports, ImportChoices choices) throws IOException {
        var further = columns.filter(last -> last.choices.readsLike(choices))
                .map(Columns::names)
                .orElse(List.of());
        var known = looked.filter(last -> last.choices.equals(choices) && last.further.equals(further) && hasFile());
        if (known.isPresent()) {
            return known.get().preview;
        }
        var preview = imports.preview(kind, file, choices, further);
        looked = Optional.of(new Looked(choices, further, preview));
        return preview;
    }

    /** How long ago somebody last looked at the file. */
    Duration idle() {
        return Duration.ofNanos(time.getAsLong() - touchedAt);
    }

    void touch() {
        touchedAt = time.getAsLong();
    }

    /**
     * Enters this state. At the end of a step, drops the work of the step, which may hold much memory, and keeps only
     * the names of the columns.
     */
    void enter(State next) {
        if (!next.isRunning()) {
            work.ifPresent(done -> columns =
                    Optional.of(new Columns(next.choices(), done.columns().get())));
            work = Optional.empty();
        }
        state = next;
    }

    void prepare(FileImports.Work prepared) {
        progress = prepared.progress();
        work = Optional.of(prepared);
    }

    void stop() {
        work.ifPresent(prepared -> prepared.stopping().run());
    }
}
