package dev.daybook.store.pack;

import static dev.daybook.store.pack.PackedDocuments.ACCOUNT;
import static dev.daybook.store.pack.PackedDocuments.CM_ID;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Packs;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.record.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After any statements on documents, and any steps of the packer between them, packs equal their documents. */
class PackModelTest {
    private static final int DAYS = 3;
    private static final Instant LATER = Instant.parse("2024-05-20T00:00:00Z");
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /**
     * The least number of pages from packs that a test compares; otherwise the test might see only days without packs.
     */
    private static final int ENOUGH = 100;

    @ParameterizedTest
    @EnumSource
    void packsAreTheirDocumentsAfterAnyStatements(TestDatabase database) throws Exception {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var kinds = List.of(RecordKind.values());
        var kind = kinds.get(random.nextInt(kinds.size()));
        try (var stores = PackedDocuments.open(database.fenced())) {
            for (var day = 0; day < DAYS; day++) {
                PackedDocuments.fill(stores, kind, PackedDocuments.FIRST.plusDays(day));
            }
            var compared = 0;
            for (var step = 0; step < 100 || (step < 1_000 && compared < ENOUGH); step++) {
                var where = "seed " + seed + ", step " + step + ", " + kind;
                try {
                    step(stores, kind, random);
                    Packs.check(stores.database(), CM_ID);
                    compared += compare(stores, kind, random);
                } catch (Exception | AssertionError failure) {
                    throw new AssertionError(where, failure);
                }
            }
            assertTrue(compared >= ENOUGH, "seed " + seed + ": " + compared);
        }
    }

    /** Executes a random statement on documents, or runs the packer to its end or only for a random number of steps. */
    private static void step(Stores stores, RecordKind kind, Random random) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> Packs.make(stores, LATER);
            case 1, 2 -> {
                var packer = new Packer(stores.database(), Duration.ZERO);
                for (var steps = random.nextInt(6); steps >= 0; steps--) {
                    packer.work(() -> List.of(ACCOUNT), LATER, Duration.ZERO, () -> false);
                }
            }
            default -> {
                var statement = statement(TableNames.of(kind).documents(), random);
                stores.database().write(transaction -> transaction.handle().execute(statement));
            }
        }
    }

    private static String statement(String table, Random random) {
        var first = 1 + random.nextInt(DAYS * PackedDocuments.DOCUMENTS);
        // Often a single document, sometimes more than a pack.
        var last = first + (random.nextBoolean() ? 0 : random.nextInt(150));
        var here = " WHERE cm_id = %d AND id BETWEEN %d AND %d".formatted(CM_ID, first, last);
        var later = random.nextBoolean() ? random.nextInt(200) : (random.nextInt(3) - 1) * DAY_MILLIS;
        return switch (random.nextInt(6)) {
            case 0, 1 -> "UPDATE " + table + " SET doc = doc || ' '" + here;
            case 2 -> "UPDATE %s SET created_at = created_at + %d%s".formatted(table, later, here);
            case 3 -> "DELETE FROM " + table + here;
            case 4 ->
                "INSERT INTO %s SELECT cm_id, created_at + %d, id + %d, format, doc FROM %s%s"
                        .formatted(table, later, 1_000 * (1 + random.nextInt(1_000_000)), table, here);
            default ->
                "INSERT INTO %1$s SELECT cm_id, created_at, id, format, doc || ' ' FROM %1$s%2$s ON CONFLICT (cm_id, created_at, id) DO UPDATE SET doc = excluded.doc"
                        .formatted(table, here);
        };
    }

    /** Compares random pages with their documents, if the pages come from packs. Returns how many pages did. */
    private static int compare(Stores stores, RecordKind kind, Random random) throws Exception {
        var packed = 0;
        for (var day = -1; day <= DAYS; day++) {
            var date = PackedDocuments.FIRST.plusDays(day);
            var limit = List.of(100, 200, 1_000).get(random.nextInt(3));
            var request = new PageRequest(limit, 100L * random.nextInt(3), Optional.empty());
            packed += compare(stores, kind, date, request);
            var next = PackedDocuments.page(stores, kind, date, request).next();
            packed += next.isEmpty() ? 0 : compare(stores, kind, date, new PageRequest(limit, 0, next));
        }
        return packed;
    }

    private static int compare(Stores stores, RecordKind kind, LocalDate day, PageRequest request) throws Exception {
        var window = PackedDocuments.window(day);
        if (PackedDocuments.packed(stores, kind, window, request).isEmpty()) {
            return 0;
        }
        PackedDocuments.assertPacked(stores, kind, day, request);
        return 1;
    }
}
