package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/**
 * Tests of the stores and of the API run on a PostgreSQL that refuses every statement that does not name the account
 * for every table: see {@code kit.TableFence}, which also names the exceptions.
 */
class FenceTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "daybook");

    /** A test class in the list of the document. */
    private static final Pattern LISTED = Pattern.compile("`([a-z.]+\\.[A-Z]\\w+Test)`");

    @Test
    void aStatementWithoutTheAccountIsRefused() {
        try (var server = TestServer.start(TestDatabase.POSTGRESQL.fenced())) {
            var database = server.stores.database();
            var where = "customer c JOIN contact p ON p.customer_id = c.id WHERE c.cm_id = 7";
            assertEquals(0, StoredValues.count(database, where + " AND p.cm_id = 7"));
            var refused = assertThrows(JdbiException.class, () -> StoredValues.count(database, where));
            assertTrue(refused.getMessage().contains("does not name the account"), refused.getMessage());
        }
    }

    /** No class loses its fence unnoticed. */
    @Test
    void theDocumentListsTheClassesBehindTheFence() throws IOException {
        var page = Files.readString(Path.of("docs", "invariants.md"));
        var list = page.substring(page.indexOf("These 16 classes"), page.indexOf("So the fence does not see"));
        var listed = LISTED.matcher(list)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(16, listed.size());
        listed.add("store.FenceTest");
        try (var files = Files.walk(TESTS)) {
            var fenced = files.filter(file -> file.toString().endsWith("Test.java") && isFenced(file))
                    .map(file -> TESTS.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(listed, fenced);
        }
    }

    private static boolean isFenced(Path file) {
        try {
            return Files.readString(file).contains(".fenced()");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
