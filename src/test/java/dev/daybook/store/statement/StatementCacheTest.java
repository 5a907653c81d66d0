package dev.daybook.store.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Statements are prepared once per connection, never shared while in use, and hold no locks while idle. */
@Tag("jdk")
class StatementCacheTest {
    private static final String NAMES = "SELECT name FROM person WHERE id > :id ORDER BY id";

    @TempDir
    Path folder;

    @Test
    void aStatementIsPreparedOnceAndResetInBetween() {
        var jdbi = jdbi();
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)");
            handle.execute("INSERT INTO person (name) VALUES ('a'), ('b'), ('c')");
            var used = new ArrayList<PreparedStatement>();
            assertEquals(List.of("a", "b", "c"), names(handle, 0, used));
            assertEquals(List.of("c"), names(handle, 2, used));
            assertSame(used.get(0), used.get(1));
            // A table that is being read cannot be dropped.
            handle.execute("DROP TABLE person");
        });
    }

    @Test
    void aStatementInUseIsNotShared() {
        var jdbi = jdbi();
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)");
            handle.execute("INSERT INTO person (name) VALUES ('a'), ('b')");
            var used = new ArrayList<PreparedStatement>();
            handle.createQuery(NAMES)
                    .bind("id", 0)
                    .map((row, context) -> names(handle, 1, used).get(0) + row.getString(1))
                    .forEach(name -> assertEquals("b", name.substring(0, 1)));
            assertEquals(List.of("b"), names(handle, 1, used));
            assertEquals(3, used.size());
            assertNotSame(null, used.get(0));
            handle.execute("DROP TABLE person");
        });
    }

    @Test
    void aFailedStatementDoesNotAffectTheNext() {
        jdbi().useHandle(handle -> {
            handle.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)");
            for (var attempt = 0; attempt < 2; attempt++) {
                handle.execute("INSERT INTO person (id) VALUES (1) ON CONFLICT DO NOTHING");
                assertThrows(JdbiException.class, () -> handle.execute("INSERT INTO person (id) VALUES (1)"));
            }
            handle.execute("DELETE FROM person");
            handle.execute("INSERT INTO person (id) VALUES (1)");
        });
    }

    private static List<String> names(Handle handle, int id, List<PreparedStatement> used) {
        return handle.createQuery(NAMES)
                .bind("id", id)
                .map((row, context) -> {
                    if (row.isFirst()) {
                        used.add(context.getStatement());
                    }
                    return row.getString(1);
                })
                .list();
    }

    private Jdbi jdbi() {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("kept.db"));
        var jdbi = Jdbi.create(source);
        jdbi.setStatementBuilderFactory(new StatementCache());
        return jdbi;
    }
}
