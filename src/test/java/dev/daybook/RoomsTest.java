package dev.daybook;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks what {@link ArchitectureTest} does not see, because it reads only class files: the number of source files in a
 * room, names of classes, the length of ARCHITECTURE.md, the tests that documents name, and the tables of fast paths.
 */
class RoomsTest {
    private static final int MOST_FILES = 20;
    private static final int MOST_WORDS = 1_200;
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "daybook");

    /**
     * The name of a test in a document, with its room, such as {@code store.customer.PullModelTest}. A test that is in
     * no room has only its name.
     */
    private static final Pattern NAMED_TEST = Pattern.compile("`((?:[a-z]+\\.)*[A-Z][A-Za-z]*Test)`");

    /**
     * A class in the first cell of a row of docs/performance.md, with or without its room and a part such as a method.
     */
    private static final Pattern NAMED_CODE = Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][A-Za-z]+)(?:\\.([A-Za-z]+))?`");

    private static final String COLUMNS = "| path | replaces | gain | test | remove it when |";

    @Test
    void noRoomHasTooManyFiles() throws IOException {
        var rooms = sources().stream().collect(groupingBy(RoomsTest::room, TreeMap::new, counting()));
        assertFalse(rooms.isEmpty(), "there are rooms");
        var tooLarge = rooms.entrySet().stream()
                .filter(room -> room.getValue() > MOST_FILES)
                .map(room -> room.getKey() + " has " + room.getValue() + " files")
                .toList();
        assertEquals(List.of(), tooLarge, "a room has at most " + MOST_FILES + " files");
    }

    /** A name that two classes share means two things, and the reader has to look at the imports. */
    @Test
    void noTwoClassesHaveTheSameName() throws IOException {
        var names =
                sources().stream().collect(groupingBy(file -> file.getFileName().toString(), TreeMap::new, counting()));
        assertFalse(names.isEmpty(), "there are classes");
        names.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), names, "files of the same name");
    }

    /** The source files of main code, except each {@code package-info.java}. */
    private static List<Path> sources() throws IOException {
        try (var all = Files.walk(MAIN)) {
            return all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
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

    @Test
    void theArchitectureIsShort() throws IOException {
        var words = Files.readString(Path.of("ARCHITECTURE.md")).strip().split("\\s+").length;
        assertTrue(words <= MOST_WORDS, "ARCHITECTURE.md has " + words + " words, allowed are " + MOST_WORDS);
    }

    @Test
    void everyFastPathHasOneWholeRow() throws IOException {
        var wrong = new ArrayList<String>();
        var paths = new HashSet<String>();
        for (var line : Files.readAllLines(Path.of("docs", "performance.md"))) {
            if (!line.startsWith("| ") || line.equals(COLUMNS)) {
                continue;
            }
            var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() != 7 || cells.subList(1, 6).contains("")) {
                wrong.add("not five cells: " + line);
            } else if (!paths.add(cells.get(1))) {
                wrong.add("twice: " + cells.get(1));
            }
            for (var name : NAMED_CODE.matcher(cells.get(1)).results().toList()) {
                if (!exists(name)) {
                    wrong.add("no such code: " + name.group());
                }
            }
        }
        assertFalse(paths.isEmpty(), "there are fast paths");
        assertEquals(List.of(), wrong, "rows of docs/performance.md");
    }

    /** Whether main code has the named class and, if the name includes a part of the class, this part. */
    private static boolean exists(MatchResult name) throws IOException {
        var room = MAIN.resolve("dev/daybook/" + name.group(1).replace('.', '/'));
        for (var file : sources()) {
            if (file.endsWith(name.group(2) + ".java")
                    && (name.group(1).isEmpty() || file.getParent().equals(room))
                    && (name.group(3) == null || Files.readString(file).contains(" " + name.group(3)))) {
                return true;
            }
        }
        return false;
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
