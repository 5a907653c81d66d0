package dev.daybook.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Folders for the databases of tests. They are removed when the JVM of the tests ends: many databases are shared by the
 * tests of a class, and some servers still write while their test ends.
 */
final class TestFolder {
    private static final Path ALL = makeAll();

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
            var all = Files.createTempDirectory("daybook-test");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(all), "remove-test-folders"));
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path all) {
        try (var files = Files.walk(all)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillInUse) {
            System.err.println(all + " is left: " + stillInUse);
        }
    }
}
