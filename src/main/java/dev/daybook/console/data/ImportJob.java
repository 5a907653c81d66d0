package dev.daybook.console.data;

import dev.daybook.domain.ProblemException;
import dev.daybook.store.imports.ImportRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A file that somebody sent to import it, and how far its import is. Thread-safe. */
public final class ImportJob {
    private final String id = UUID.randomUUID().toString();
    private final long cmId;
    private final FileKind kind;
    private final String name;
    private final Path file;
    private final Path refused;
    private volatile Instant touchedAt;
    private volatile Optional<FileImports.Work> work = Optional.empty();
    private volatile State state = new State(Phase.CHOOSING, ImportChoices.NONE, Optional.empty(), Optional.empty());

    ImportJob(long cmId, FileKind kind, String name, Path file, Path refused, Instant now) {
        this.cmId = cmId;
        this.kind = kind;
        this.name = name;
        this.file = file;
        this.refused = refused;
        this.touchedAt = now;
    }

    /** The steps of an import. */
    public enum Phase {
        /** A person says what the columns are. */
        CHOOSING,
        /** The import is rehearsed. */
        CHECKING,
        /** It was rehearsed. */
        CHECKED,
        /** The file is loaded. */
        LOADING,
        /** It was loaded, or refused. */
        LOADED
    }

    /**
     * How far an import is.
     *
     * @param phase the step
     * @param choices what the person chose
     * @param result the result of the rehearsal or the load
     * @param refused why the step failed; empty if it did not
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record State(
            Phase phase, ImportChoices choices, Optional<ImportResult> result, Optional<ProblemException> refused) {
        /** Whether it is being worked on. */
        public boolean isRunning() {
            return phase == Phase.CHECKING || phase == Phase.LOADING;
        }

        /** Whether the file was rehearsed well enough to be loaded. */
        public boolean isReady() {
            return phase == Phase.CHECKED
                    && result.filter(found -> !found.isInVain(choices.skipBad()))
                            .isPresent();
        }
    }

    /** Its id, which nobody can guess. */
    public String id() {
        return id;
    }

    /** The account that it is for. */
    public long cmId() {
        return cmId;
    }

    /** The kind of the records. */
    public FileKind kind() {
        return kind;
    }

    /** The name of the file as it was sent. */
    public String name() {
        return name;
    }

    /** Where the file is. */
    public Path file() {
        return file;
    }

    /** Where refused rows are written if they are left out. */
    public Path refused() {
        return refused;
    }

    /** Whether there are refused rows to take away. */
    public boolean hasRefused() {
        return state.phase() == Phase.LOADED && Files.exists(refused);
    }

    /** How far it is. */
    public State state() {
        return state;
    }

    /** The unfinished import in the database: what is loaded by now, or was before. */
    public Optional<ImportRun> progress() {
        return work.flatMap(FileImports.Work::progress);
    }

    Instant touchedAt() {
        return touchedAt;
    }

    void touch(Instant now) {
        touchedAt = now;
    }

    void enter(State next) {
        state = next;
    }

    void prepare(FileImports.Work prepared) {
        work = Optional.of(prepared);
    }

    void stop() {
        work.ifPresent(FileImports.Work::stop);
    }
}
