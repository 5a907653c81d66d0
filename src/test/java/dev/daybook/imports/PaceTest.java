package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches grow as long as they are quick; on PostgreSQL up to a bound, because it has no room for more locks. */
class PaceTest {
    @ParameterizedTest
    @EnumSource
    void theSizeOfQuickBatchesGrowsUpToTheLimit(TestDatabase database) {
        try (var open = Database.open(database.create())) {
            var pace = new Pace(open, 300);
            assertEquals(100, pace.size());
            pace.run(() -> {});
            assertEquals(200, pace.size());
            pace.run(() -> {});
            pace.run(() -> {});
            assertEquals(database == TestDatabase.SQLITE ? 800 : 300, pace.size());
        }
    }
}
