package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares answers and files byte for byte with those in {@code src/test/resources/golden}. JSON is stored with one
 * value per line, so that a difference shows which value it is. With {@code -Dgolden.update=true} the files are written
 * instead, and the commit shows the difference.
 */
public final class Golden {
    /** Keeps numbers as they are written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Compares a body, which is JSON without blanks, with the file of this name, such as {@code pull/empty}. */
    public static void assertGolden(String name, String body) {
        var tree = JSON.readTree(body);
        assertEquals(JSON.writeValueAsString(tree), body, "not the shortest JSON: " + name);
        var lines = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
        assertGoldenFile(name + ".json", lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Compares bytes in UTF-8, including line ends, with the file of this name and suffix. */
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
