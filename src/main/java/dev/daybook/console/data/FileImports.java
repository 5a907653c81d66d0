package dev.daybook.console.data;

import dev.daybook.domain.account.Account;
import dev.daybook.store.imports.ImportRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Imports of files, which {@code server} gives: those of {@code daybook import}. */
public interface FileImports {
    /** The names of the fields that a column can be. */
    List<String> fields(FileKind kind);

    /**
     * Reads the beginning of a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a choice is none
     */
    FilePreview preview(FileKind kind, Path file, ImportChoices choices) throws IOException;

    /**
     * Prepares an import.
     *
     * @param name the file's name, as it is kept while the import is unfinished
     * @param refused where refused rows are written, if they are left out
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a choice is none
     */
    Work prepare(FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices)
            throws IOException;

    /** A prepared import. */
    interface Work {
        /** Does all of it, and keeps nothing. */
        ImportResult rehearse();

        /** Loads the file, or what an earlier import of it has not loaded. */
        ImportResult load();

        /** Ends it soon, so that rehearsal and load throw. Thread-safe. */
        void stop();

        /** The unfinished import that {@link #load} continues, or whose part is loaded by now. Thread-safe. */
        Optional<ImportRun> progress();
    }
}
