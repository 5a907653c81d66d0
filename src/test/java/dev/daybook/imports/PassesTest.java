package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.imports.file.MarkdownFolder;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message about a file that cannot be read names the file and the reason, without names of Java's classes. */
class PassesTest {
    @TempDir
    Path folder;

    private Path entry;

    @BeforeEach
    void anEntry() throws IOException {
        entry = Files.writeString(
                Files.createDirectory(folder.resolve("Orders")).resolve("a.md"), "# Refunds\n\nSoon.");
    }

    @Test
    void aFileOfAFolderThatCannotBeReadIsNamedWithItsReason() {
        assertEquals("cannot read " + folder + ": " + entry + ": there is no such file", refusal(rows -> {
            delete(entry);
            return rows.next().fields().get();
        }));
    }

    @Test
    void aFolderThatCannotBeReadIsNamedOnce() {
        delete(entry);
        delete(entry.getParent());
        delete(folder);
        assertEquals("cannot read " + folder + ": there is no such file", refusal(Rows::columns));
    }

    private String refusal(Function<Rows, Object> work) {
        var progress = new Progress(new PrintWriter(Writer.nullWriter()), false, 0);
        var passes = new Passes(new MarkdownFolder(folder), progress, digest -> true);
        return assertThrows(ProblemException.class, () -> passes.through(work)).detail();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
