package dev.daybook;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks what {@link ArchitectureTest} does not see, because it reads only class files: the number of source files in a
 * room, and that tests named in documents exist.
 */
class RoomsTest {
    private static final int MOST_FILES = 20;
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "daybook");

    /**
     * The name of a test in a document, with its room, such as {@code store.customer.PullModelTest}. A test that is in
     * no room has only its name.
     */
    private static final Pattern NAMED_TEST = Pattern.compile("`((?:[a-z]+\\.)*[A-Z][A-Za-z]*Test)`");

    @Test
    void noRoomHasTooManyFiles() throws IOException {
        try (var all = Files.walk(MAIN)) {
            var rooms = all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(groupingBy(RoomsTest::room, TreeMap::new, counting()));
            assertFalse(rooms.isEmpty(), "there are rooms");
            var tooLarge = rooms.entrySet().stream()
                    .filter(room -> room.getValue() > MOST_FILES)
                    .map(room -> room.getKey() + " has " + room.getValue() + " files")
                    .toList();
            assertEquals(List.of(), tooLarge, "a room has at most " + MOST_FILES + " files");
        }
    }

    private static String room(Path file) {
        return MAIN.relativize(file.resolveSibling(""))
                .toString()
                .replace(file.getFileSystem().getSeparator(), ".");
    }

    @Test
    void namedTestsExist() throws IOException {
        var named = 0;
        var missing = new ArrayList<String>();
        for (var page : pages()) {
            for (var test : NAMED_TEST.matcher(Files.readString(page)).results().toList()) {
                named++;
                if (!Files.exists(TESTS.resolve(test.group(1).replace('.', '/') + ".java"))) {
                    missing.add(page + " names " + test.group(1));
                }
            }
        }
        assertFalse(named == 0, "the pages name tests");
        assertEquals(List.of(), missing, "named tests that do not exist under " + TESTS);
    }

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<>(List.of(
                Path.of("ARCHITECTURE.md"), Path.of("docs", "invariants.md"), Path.of("docs", "performance.md")));
        try (var decisions = Files.newDirectoryStream(Path.of("docs", "adr"), "*.md")) {
            decisions.forEach(pages::add);
        }
        return pages;
    }
}
