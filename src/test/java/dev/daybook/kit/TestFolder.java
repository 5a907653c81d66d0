package dev.daybook.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders for the databases of tests. They are removed when the JVM of the tests has ended: many databases are shared
 * by the tests of a class, and some servers still write while their test ends.
 */
final class TestFolder {
    /**
     * A shell that removes the folder of its first argument. It waits for the end of its standard input, which is the
     * end of the JVM, so it also removes the folder if the JVM is killed. Maven does not wait for it. It outlives the
     * signals that end the JVMs of an interrupted build.
     */
    private static final String REMOVE = "trap '' HUP INT TERM; read -r end; exec rm -rf -- \"$0\"";

    private static final Path ALL = makeAll();

    @SuppressWarnings("UnusedVariable") // its standard input could be closed if nothing referred to it
    private static final Process REMOVER = startRemover();

    private TestFolder() {}

    /** Makes an empty folder. */
    static Path create() {
        try {
            return Files.createTempDirectory(ALL, "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path makeAll() {
        try {
            return Files.createTempDirectory("daybook-test").toAbsolutePath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Process startRemover() {
        try {
            return new ProcessBuilder("sh", "-c", REMOVE, ALL.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
