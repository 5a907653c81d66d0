package dev.daybook.store.schema;

import dev.daybook.domain.Problem;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema that this Daybook works with: its migrations, which Flyway applies. An instance watches whether a newer
 * Daybook migrates the database while this one has it open. After such a migration this Daybook must not write: the
 * newer one might not find what this one writes.
 */
public final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String APPLIED = "SELECT script FROM flyway_schema_history WHERE version IS NOT NULL";
    private static final String NEWER =
            "the database was migrated by a newer Daybook; restart this program with that version";

    /** How long writes use the result of a check by {@link #isOwn}, in nanoseconds. */
    private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(2);

    private final List<String> folders;
    private volatile long lastLook = System.nanoTime();
    private volatile boolean newer;

    /**
     * Watches a database that has just been migrated.
     *
     * @param folders the folders of the migrations in the jar
     */
    public Schema(List<String> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * Applies the migrations that a database lacks.
     *
     * @param folders the folders of the migrations in the jar, such as {@code db/common}
     * @param placeholders the values of their placeholders
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the schema is of a newer Daybook
     */
    public static void migrate(DataSource source, List<String> folders, Map<String, String> placeholders) {
        // Usually no migration is missing, and loading Flyway takes longer than any other step of a start.
        if (!MigrationFiles.in(folders).areApplied(source)) {
            migrateByFlyway(source, folders, placeholders);
        }
    }

    /**
     * Refuses a database that a newer Daybook has migrated while this one had it open: this Daybook would misunderstand
     * the data.
     *
     * @param applied the file names of the migrations that the database has
     * @param folders the folders of the migrations in the jar
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if this Daybook lacks one of these migrations
     */
    public static void requireKnown(Collection<String> applied, List<String> folders) {
        if (!isKnown(applied, folders)) {
            throw Problem.UNAVAILABLE.because(NEWER);
        }
    }

    /** The file names of the migrations in these folders of the jar. */
    public static Set<String> scripts(List<String> folders) {
        return Set.copyOf(MigrationFiles.in(folders).checksums().keySet());
    }

    private static boolean isKnown(Collection<String> applied, List<String> folders) {
        return scripts(folders).containsAll(applied);
    }

    /** Checks whether an open database still has the schema of this Daybook. Logs once if not. */
    public boolean isOwn(Handle handle) {
        lastLook = System.nanoTime();
        var isOwn = isKnown(handle.createQuery(APPLIED).mapTo(String.class).list(), folders);
        if (!isOwn && !newer) {
            LOG.error("{}; until then it is not ready, and refuses writes", NEWER);
        }
        newer = !isOwn;
        return isOwn;
    }

    /**
     * Refuses a write if the last check by {@link #isOwn} has found a newer schema. Needs no connection.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the schema is newer
     */
    public void requireOwn() {
        if (newer) {
            throw Problem.UNAVAILABLE.because(NEWER);
        }
    }

    /**
     * Refuses a write if a newer Daybook has migrated the database. If the last check by {@link #isOwn} is more than
     * two seconds old, checks again: readiness requests cause checks in a server, but a command, such as an import,
     * gets no such requests.
     *
     * @param handle the connection of the write
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the schema is newer
     */
    public void requireOwn(Handle handle) {
        if (System.nanoTime() - lastLook > BETWEEN_LOOKS) {
            isOwn(handle);
        }
        requireOwn();
    }

    private static void migrateByFlyway(DataSource source, List<String> folders, Map<String, String> placeholders) {
        try (var one = new OneConnection(source)) {
            migrate(flyway(one.source(), folders, placeholders));
            one.commit();
        } catch (SQLException failure) {
            throw new FlywayException(failure.getMessage(), failure);
        }
    }

    /** Flyway with the settings of this Daybook. */
    static Flyway flyway(DataSource one, List<String> folders, Map<String, String> placeholders) {
        return Flyway.configure()
                .dataSource(one)
                .locations(folders.stream().map("classpath:"::concat).toArray(String[]::new))
                .placeholders(placeholders)
                // Ignores no migration: by default, Flyway accepts the schema of a later Daybook, to which this version
                // must not write.
                .ignoreMigrationPatterns(new String[0])
                // Some databases applied V20 before the files V11 to V15 existed. They still need V11 to V15.
                .outOfOrder(true)
                // Flyway must lock for its session, not for a transaction: the first migration commits on the same
                // connection, and a lock of the transaction would end with this commit.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                // A negative number means no limit: a server waits as long as another one migrates.
                .lockRetryCount(-1)
                .load();
    }

    private static void migrate(Flyway flyway) {
        var info = flyway.info();
        if (Stream.of(info.applied()).anyMatch(known -> known.getState() == MigrationState.FUTURE_SUCCESS)) {
            throw Problem.UNAVAILABLE.because(
                    "the database was migrated by a newer Daybook; use that one, or restore a backup from before");
        }
        // A migration may take long, or wait for a session that uses a table. For a new database it does neither.
        if (info.applied().length > 0 && info.pending().length > 0) {
            LOG.atInfo().addKeyValue("steps", info.pending().length).log("migrating the database");
        }
        flyway.migrate();
    }
}
