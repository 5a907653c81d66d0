package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers and files kept in {@code src/test/resources/golden}, answers as one line each, compared byte for byte. With
 * {@code -Dgolden.update=true} the files are written anew instead; the difference then stands in the commit.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Compares a body with the file of this name, such as {@code pull/empty}. */
    public static void assertGolden(String name, String body) {
        assertGoldenFile(name + ".json", (body + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Compares bytes in UTF-8 with the file of this name and suffix, line ends and all. */
    public static void assertGoldenFile(String name, byte[] bytes) {
        var file = FOLDER.resolve(name);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            }
            assertEquals(
                    Files.readString(file), new String(bytes, StandardCharsets.UTF_8), () -> "differs from " + file);
        } catch (IOException failure) {
            throw new UncheckedIOException("no golden file; make it with -Dgolden.update=true", failure);
        }
    }
}
