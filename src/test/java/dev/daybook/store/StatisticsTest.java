package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SQLite plans queries with the statistics of the migrations, not with its own counts. */
class StatisticsTest {
    /** Tables without statistics, because they have few rows per account. */
    private static final List<String> SMALL =
            List.of("account", "api_key", "admin_key", "sub_status", "work_calendar", "webhook");

    @Test
    void everyIndexHasPlannerStatistics() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var indexed = new TreeSet<>(names(database, """
                    SELECT m.tbl_name || ' ' || m.name FROM sqlite_master m
                    WHERE m.type = 'index' AND m.sql IS NOT NULL AND m.tbl_name NOT LIKE 'flyway%'"""));
            var told = names(database, "SELECT tbl || ' ' || idx FROM sqlite_stat1");
            indexed.removeIf(name -> SMALL.contains(name.substring(0, name.indexOf(' '))));
            indexed.removeAll(told);
            assertEquals(new TreeSet<>(), indexed, "not in the migration with the statistics");
        }
    }

    /** An ANALYZE of a migration or by hand keeps samples of the values of records, such as e-mails. */
    @Test
    void samplesOfValuesAreNotKept() {
        var samples = "SELECT name FROM sqlite_master WHERE name = 'sqlite_stat4'";
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            assertEquals(List.of(), names(database, samples), "after the migrations");
            database.write(transaction -> transaction.handle().execute("ANALYZE"));
            assertEquals(List.of("sqlite_stat4"), names(database, samples));
            database.scrub();
            assertEquals(List.of(), names(database, samples), "after an erasure");
        }
    }

    @Test
    void ticketsAreFoundByTheirNumbers() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var numbers = IntStream.range(0, 200).mapToObj(Integer::toString).collect(Collectors.joining(","));
            var plan = names(database, """
                    EXPLAIN QUERY PLAN SELECT t.number, d.doc FROM ticket t
                    JOIN ticket_document d ON d.cm_id = t.cm_id AND d.created_at = t.created_at AND d.id = t.id
                    WHERE t.cm_id = 1 AND t.number IN (%s)""".formatted(numbers));
            assertTrue(
                    plan.stream()
                            .anyMatch(step -> step.contains("COVERING INDEX ticket_number (cm_id=? AND number=?)")),
                    plan::toString);
        }
    }

    /** The last column of each row. */
    private static List<String> names(Database database, String sql) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery(sql)
                .map((row, context) -> row.getString(row.getMetaData().getColumnCount()))
                .list());
    }
}
