package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each session with PostgreSQL has the settings that docs/adr/0011-failures-of-the-database.md lists. */
class SessionSettingsTest {
    private static final Pattern LISTED = Pattern.compile("^ *\\| `(\\w+_timeout)` \\| (\\d+ \\w+)", Pattern.MULTILINE);

    /** The second URL has options that set other timeouts. Daybook must replace these, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?options=-c%20statement_timeout=7s%20-c%20lock_timeout=7s"
                        + "%20-c%20idle_in_transaction_session_timeout=7s"
            })
    void aSessionOfAServerHasTheDocumentedTimeouts(String options) throws Exception {
        var listed = listed();
        assertEquals(
                Set.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"), listed.keySet());
        try (var database = Database.open(DatabaseUrl.parse(TestDatabase.POSTGRESQL.newUrl() + options))) {
            assertEquals(listed, database.read(transaction -> timeouts(transaction, listed)), "of a read");
            assertEquals(listed, database.write(transaction -> timeouts(transaction, listed)), "of a write");
            isLongerThan(Duration.ofMinutes(1), database.read(SessionSettingsTest::ofSocket));
        }
    }

    /** JIT compilation of the query for late tickets of many accounts would take longer than the query. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?options=-c%20jit=on"})
    void noSessionCompilesItsStatements(String options) {
        try (var database = Database.open(DatabaseUrl.parse(TestDatabase.POSTGRESQL.newUrl() + options))) {
            assertEquals("off", database.read(SessionSettingsTest::jit), "of a read");
            assertEquals("off", database.write(SessionSettingsTest::jit), "of a write");
        }
    }

    @Test
    void aSessionOfACommandWaitsAWeekButNoLongerForALock() throws Exception {
        var expected = listed();
        expected.replaceAll((name, listed) -> name.equals("lock_timeout") ? listed : "7 days");
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url, DatabaseOptions.forCommand())) {
            assertEquals(expected, database.read(transaction -> timeouts(transaction, expected)));
            isLongerThan(Duration.ofDays(7), database.read(SessionSettingsTest::ofSocket));
        }
    }

    /**
     * Checks that the socket timeout is a little longer than the statement timeout: PostgreSQL itself ends a statement
     * that takes too long, and the driver soon notices if PostgreSQL is gone.
     */
    private static void isLongerThan(Duration statement, Duration socket) {
        assertTrue(socket.compareTo(statement) > 0, socket::toString);
        assertTrue(socket.compareTo(statement.plusMinutes(1)) < 0, socket::toString);
    }

    private static Map<String, String> listed() throws Exception {
        var listed = new TreeMap<String, String>();
        var table = LISTED.matcher(Files.readString(Path.of("docs", "adr", "0011-failures-of-the-database.md")));
        while (table.find()) {
            listed.put(table.group(1), table.group(2));
        }
        return listed;
    }

    /**
     * The timeouts of the session. A timeout that equals the expected one is written as in {@code expected}, any other
     * one as PostgreSQL prints it.
     */
    private static Map<String, String> timeouts(Transaction transaction, Map<String, String> expected) {
        var found = new TreeMap<String, String>();
        expected.forEach((name, words) -> found.put(
                name,
                transaction
                        .query("""
                                SELECT CASE WHEN set::interval = CAST(:words AS interval) THEN :words ELSE set END
                                FROM current_setting(:name) AS set""")
                        .bind("words", words)
                        .bind("name", name)
                        .mapTo(String.class)
                        .one()));
        return found;
    }

    private static String jit(Transaction transaction) {
        return transaction
                .query("SELECT current_setting('jit')")
                .mapTo(String.class)
                .one();
    }

    private static Duration ofSocket(Transaction transaction) {
        try {
            return Duration.ofMillis(transaction.handle().getConnection().getNetworkTimeout());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
