package dev.daybook.store;

import static dev.daybook.kit.Waits.sleep;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The write-ahead log of SQLite stays bounded even if some read is open at every moment. */
class LongLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGES = 100;

    @Test
    void readsThatAlwaysOverlapDoNotKeepTheLogGrowing() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var pragmas = SqliteFile.writer(PATIENCE);
        pragmas.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(PAGES));
        var source = new SQLiteDataSource(pragmas);
        source.setUrl("jdbc:sqlite:" + TestDatabase.file(url));
        var jdbi = Jdbi.create(source);
        var ended = new AtomicBoolean();
        var mine = new Semaphore(1);
        var others = new Semaphore(0);
        var begun = new CountDownLatch(1);
        try (var writer = new WriteConnection(jdbi, () -> true, PAGES, Duration.ZERO)) {
            var first = writer.begin();
            first.execute("CREATE TABLE large (id INTEGER PRIMARY KEY, content BLOB)");
            first.execute("COMMIT");
            var one = CompletableFuture.runAsync(() -> read(jdbi, mine, others, begun, ended), LongLogTest::start);
            var other = CompletableFuture.runAsync(() -> read(jdbi, others, mine, begun, ended), LongLogTest::start);
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            for (var turn = 0; turn < 50; turn++) {
                var handle = writer.begin();
                handle.execute("INSERT OR REPLACE INTO large VALUES (1, zeroblob(200000))");
                handle.execute("COMMIT");
                writer.boundLog();
            }
            ended.set(true);
            // Otherwise one reader could wait forever for the other, which has ended.
            mine.release();
            others.release();
            one.get(60, TimeUnit.SECONDS);
            other.get(60, TimeUnit.SECONDS);
            var size = Files.size(Path.of(TestDatabase.file(url) + "-wal"));
            assertTrue(size < 10_000_000, () -> "the log has " + size + " bytes");
        }
    }

    private static void start(Runnable task) {
        new Thread(task, "reader").start();
    }

    /** Reads repeatedly. Each read stays open until the other thread can begin its next one. */
    private static void read(Jdbi jdbi, Semaphore mine, Semaphore others, CountDownLatch begun, AtomicBoolean ended) {
        while (!ended.get()) {
            mine.acquireUninterruptibly();
            jdbi.useTransaction(handle -> {
                var unused = handle.createQuery("SELECT count(*) FROM large")
                        .mapTo(Long.class)
                        .one();
                begun.countDown();
                sleep(25);
                others.release();
                sleep(25);
            });
        }
    }
}
