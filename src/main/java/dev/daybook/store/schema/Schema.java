package dev.daybook.store.schema;

import dev.daybook.domain.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;

/** The schema that this Daybook works with: its migrations, which Flyway applies. */
public final class Schema {
    private Schema() {}

    /**
     * Applies the migrations that a database lacks.
     *
     * @param folders where they are in the jar, such as {@code db/common}
     * @param placeholders the values of their placeholders
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the schema is of a newer Daybook
     */
    public static void migrate(DataSource source, List<String> folders, Map<String, String> placeholders) {
        // Usually nothing is to be done, and loading Flyway takes longer than anything else of a start.
        if (!MigrationFiles.read(folders).areApplied(source)) {
            migrateByFlyway(source, folders, placeholders);
        }
    }

    private static void migrateByFlyway(DataSource source, List<String> folders, Map<String, String> placeholders) {
        var flyway = Flyway.configure()
                .dataSource(source)
                .locations(folders.stream().map(folder -> "classpath:" + folder).toArray(String[]::new))
                .placeholders(placeholders)
                // This version must not write to the schema of a later Daybook.
                .ignoreMigrationPatterns(new String[0])
                // Databases created before V11 to V15 were written already have V20.
                .outOfOrder(true)
                .load();
        if (Stream.of(flyway.info().applied()).anyMatch(known -> known.getState() == MigrationState.FUTURE_SUCCESS)) {
            throw Problem.UNAVAILABLE.because(
                    "the database was migrated by a newer Daybook; use that one, or restore a backup from before");
        }
        flyway.migrate();
    }
}
