package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers kept as files in {@code src/test/resources/golden}, one line each, compared byte for byte. With
 * {@code -Dgolden.update=true} the files are written anew instead; the difference then stands in the commit.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Compares a body with the file of this name, such as {@code pull/empty}. */
    public static void assertGolden(String name, String body) {
        var file = FOLDER.resolve(name + ".json");
        var line = body + "\n";
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, line);
            }
            assertEquals(Files.readString(file), line, () -> "differs from " + file);
        } catch (IOException failure) {
            throw new UncheckedIOException("no golden file; make it with -Dgolden.update=true", failure);
        }
    }
}
