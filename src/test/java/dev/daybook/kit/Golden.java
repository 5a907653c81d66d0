package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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
        assertFile(name, bytes, Boolean.getBoolean("golden.update"), "differs from");
    }

    /**
     * Compares JSON that the database keeps with the file of its version. {@code -Dgolden.update=true} writes the file
     * only if it is missing: if the JSON changes, the version must be raised, because only then {@code daybook rerender}
     * replaces what the database keeps.
     */
    public static void assertVersion(String name, int version, JsonNode kept) {
        var file = fileOf(name, version);
        var lines = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept) + "\n";
        assertFile(
                file,
                lines.getBytes(StandardCharsets.UTF_8),
                Boolean.getBoolean("golden.update") && Files.notExists(FOLDER.resolve(file)),
                "what `daybook rerender` makes has changed: raise FORMAT and rename this file; if only the test's values"
                        + " have changed, delete it; then run the test with -Dgolden.update=true:");
    }

    /** The JSON of a version, for tests that compare other things with it. */
    public static JsonNode version(String name, int version) throws IOException {
        return JSON.readTree(Files.readString(FOLDER.resolve(fileOf(name, version))));
    }

    private static String fileOf(String name, int version) {
        return name + "-" + version + ".json";
    }

    private static void assertFile(String name, byte[] bytes, boolean update, String message) {
        var file = FOLDER.resolve(name);
        try {
            if (update) {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            }
            assertEquals(Files.readString(file), new String(bytes, StandardCharsets.UTF_8), () -> message + " " + file);
        } catch (IOException failure) {
            throw new UncheckedIOException("no golden file; make it with -Dgolden.update=true", failure);
        }
    }
}
