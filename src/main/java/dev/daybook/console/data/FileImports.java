package dev.daybook.console.data;

import dev.daybook.domain.account.Account;
import dev.daybook.store.imports.ImportRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Imports of files, the same as by {@code daybook import}; {@code server} provides the implementation. */
public interface FileImports {
    /** The names of the fields that a column can be mapped to. */
    List<String> fields(FileKind kind);

    /**
     * Reads the beginning of a file.
     *
     * @param further the names of columns that are known to be in the file; the preview has all of them, even if the
     *     beginning of the file lacks some
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a choice is not valid, or if the file has too many columns
     */
    FilePreview preview(FileKind kind, Path file, ImportChoices choices, List<String> further) throws IOException;

    /**
     * Prepares an import.
     *
     * @param name the file's name, which is stored while the import is unfinished
     * @param refused the path of the file with the refused rows; used only if the choices leave these rows out
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a choice is not valid
     * @throws dev.daybook.domain.ProblemException if the rows of the file cannot be read or are too many
     */
    Work prepare(FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices)
            throws IOException;

    /**
     * A prepared import. It may keep the keys of many rows in memory.
     *
     * @param isLarge whether the file has so many rows that only one such import may run at a time, because of the
     *     memory
     * @param rehearsal runs the whole import as a dry run: nothing is stored
     * @param loading loads the file, or the rest of the file if an earlier import of it is unfinished. Its parameter is
     *     the result of the rehearsal: a load is refused if it would delete an entry of the FAQ that the rehearsal did
     *     not name, or that has changed since the rehearsal
     * @param stopping stops a running rehearsal or load: it soon ends with an exception. Has no effect on the import of
     *     an FAQ, which is one transaction. Thread-safe
     * @param progress reads the progress of an unfinished load of the file, by this work or by an earlier one; empty if
     *     there is none. Thread-safe. The supplier has no reference to this work, so a caller that keeps the supplier
     *     does not keep the memory of the work
     * @param columns returns the names of the columns that the rehearsal or the load has read
     */
    record Work(
            boolean isLarge,
            Supplier<ImportResult> rehearsal,
            UnaryOperator<ImportResult> loading,
            Runnable stopping,
            Supplier<Optional<ImportRun>> progress,
            Supplier<List<String>> columns) {}
}
