package dev.daybook.store.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Daybook skips Flyway only if a database has exactly Daybook's migrations, compared by the checksums of Flyway. */
class MigrationFilesTest {
    private static final String ONE = " WHERE \"script\" = 'V3__customer_proof.sql'";

    @ParameterizedTest
    @EnumSource
    void theMigrationFilesEqualThoseThatFlywayFinds(TestDatabase kind) {
        var found = new HashMap<String, Integer>();
        var flyway = Flyway.configure()
                .dataSource(source(kind, kind.emptyUrl()))
                .locations(folders(kind).stream().map("classpath:"::concat).toArray(String[]::new))
                .load();
        for (var migration : flyway.info().all()) {
            found.put(migration.getScript(), migration.getChecksum());
        }
        assertTrue(found.size() > 25, found::toString);
        assertEquals(found, MigrationFiles.in(folders(kind)).checksums());
    }

    @ParameterizedTest
    @EnumSource
    void openingADatabaseAppliesAllMigrations(TestDatabase kind) {
        var url = kind.emptyUrl();
        assertFalse(areApplied(kind, url));
        Database.open(DatabaseUrl.parse(url)).close();
        assertTrue(areApplied(kind, url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM \"flyway_schema_history\"" + ONE,
                "UPDATE \"flyway_schema_history\" SET \"checksum\" = \"checksum\" + 1" + ONE,
                "UPDATE \"flyway_schema_history\" SET \"checksum\" = NULL" + ONE,
                "UPDATE \"flyway_schema_history\" SET \"success\" = NOT \"success\"" + ONE,
                "UPDATE \"flyway_schema_history\" SET \"script\" = 'V3__other.sql'" + ONE,
                "INSERT INTO \"flyway_schema_history\" SELECT 999, \"version\", \"description\", 'DELETE', \"script\","
                        + " \"checksum\", \"installed_by\", \"installed_on\", 1, \"success\""
                        + " FROM \"flyway_schema_history\"" + ONE,
                "INSERT INTO \"flyway_schema_history\" SELECT 999, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                        + " 'test', \"installed_on\", 1, \"success\" FROM \"flyway_schema_history\"" + ONE,
                "DROP TABLE \"flyway_schema_history\""
            })
    void anyDifferenceInTheHistoryIsDetected(String change) throws SQLException {
        for (var kind : TestDatabase.tested()) {
            var url = kind.emptyUrl();
            Database.open(DatabaseUrl.parse(url)).close();
            execute(kind, url, change);
            assertFalse(areApplied(kind, url), kind::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangedOrFailedMigrationIsRefused(TestDatabase kind) throws SQLException {
        for (var change : List.of("\"checksum\" = \"checksum\" + 1", "\"success\" = NOT \"success\"")) {
            var url = kind.emptyUrl();
            Database.open(DatabaseUrl.parse(url)).close();
            execute(kind, url, "UPDATE \"flyway_schema_history\" SET " + change + ONE);
            var refused = assertThrows(
                    ProblemException.class,
                    () -> Database.open(DatabaseUrl.parse(url)).close());
            assertTrue(refused.detail().contains("cannot open the database"), refused.detail());
        }
    }

    /**
     * Only the history in the connection's current schema counts, as for Flyway. A history in another schema of the
     * search path is ignored.
     */
    @Test
    void aMigrationHistoryInAnotherSchemaIsIgnored() throws SQLException {
        var url = TestDatabase.POSTGRESQL.emptyUrl();
        Database.open(DatabaseUrl.parse(url)).close();
        execute(TestDatabase.POSTGRESQL, url, "CREATE SCHEMA own");
        var source = (PGSimpleDataSource) source(TestDatabase.POSTGRESQL, url);
        source.setCurrentSchema("own,public");
        assertFalse(MigrationFiles.in(folders(TestDatabase.POSTGRESQL)).areApplied(source));
    }

    private static boolean areApplied(TestDatabase kind, String url) {
        return MigrationFiles.in(folders(kind)).areApplied(source(kind, url));
    }

    private static List<String> folders(TestDatabase kind) {
        return List.of("db/common", kind == TestDatabase.SQLITE ? "db/sqlite" : "db/postgresql");
    }

    private static void execute(TestDatabase kind, String url, String statement) throws SQLException {
        try (var connection = source(kind, url).getConnection();
                var open = connection.createStatement()) {
            open.execute(statement);
        }
    }

    private static DataSource source(TestDatabase kind, String url) {
        if (kind == TestDatabase.SQLITE) {
            var source = new SQLiteDataSource();
            source.setUrl("jdbc:" + url);
            return source;
        }
        var source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + url.replace("postgres@", "") + "?user=postgres");
        return source;
    }
}
