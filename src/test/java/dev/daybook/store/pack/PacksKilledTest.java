package dev.daybook.store.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.bench.PackDays;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.Packs;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a packing process repeatedly, while it adds packs and while it deletes those of stale days. After each kill,
 * every pack is complete or absent, no pack is left without its day, and packing resumes where it stopped.
 */
class PacksKilledTest {
    private static final int DAYS = 90;
    private static final int ROUNDS = 6;
    private static final PageRequest DAY = new PageRequest(1_000, 0, Optional.empty());
    private static final String PACKS = "pack WHERE cm_id = 1000298";
    private static final String STALE = "packed_day WHERE cm_id = 1000298 AND mark = 0";
    private static final String WITHOUT_DAY = """
            pack p WHERE cm_id = 1000298 AND NOT EXISTS (
                SELECT 1 FROM packed_day d WHERE d.cm_id = 1000298 AND d.kind = p.kind AND d.start_at = p.start_at)""";

    @ParameterizedTest
    @EnumSource
    void packsAreCompleteAfterAKill(TestDatabase database) throws Exception {
        var address = database.newUrl();
        var random = new Random(1);
        try (var stores = PackedDocuments.open(DatabaseUrl.parse(address))) {
            for (var day = 0; day < DAYS; day++) {
                PackedDocuments.fill(stores, RecordKind.CUSTOMER, PackedDocuments.FIRST.plusDays(day));
            }
            var killedWhilePacking = 0;
            var killedWhileUnpacking = 0;
            for (var round = 0; round < ROUNDS; round++) {
                var child = packing(address);
                var packs = round % 2 == 0;
                awaitWork(stores, child, packs);
                Thread.sleep(random.nextInt(20));
                killedWhilePacking += packs && child.isAlive() ? 1 : 0;
                killedWhileUnpacking += !packs && child.isAlive() ? 1 : 0;
                child.destroyForcibly().waitFor();
                check(stores);
                if (packs) {
                    changeEachDay(stores);
                    check(stores);
                }
            }
            assertTrue(killedWhilePacking > 0, "the packing always ended before the kill");
            assertTrue(killedWhileUnpacking > 0, "the process always ended before the kill");
            Packs.make(stores, Instant.now());
            assertEquals(3 * DAYS, StoredValues.count(stores.database(), PACKS));
            for (var day = 0; day < DAYS; day++) {
                PackedDocuments.assertPacked(stores, RecordKind.CUSTOMER, PackedDocuments.FIRST.plusDays(day), DAY);
            }
        }
    }

    /** Waits until the process has added packs, or has deleted packs of stale days. */
    private static void awaitWork(Stores stores, Process child, boolean packs) throws InterruptedException {
        var before = StoredValues.count(stores.database(), PACKS);
        while (child.isAlive()) {
            var now = StoredValues.count(stores.database(), PACKS);
            if (packs ? now > 0 && StoredValues.count(stores.database(), STALE) == 0 : now < before) {
                return;
            }
            Thread.sleep(5);
        }
    }

    private static void changeEachDay(Stores stores) {
        stores.database()
                .write(
                        transaction -> transaction
                                .handle()
                                .execute(
                                        "UPDATE customer_document SET doc = doc || ' ' WHERE cm_id = 1000298 AND id % 250 = 7"));
    }

    private static Process packing(String address) throws IOException {
        return new ProcessBuilder(JavaCommand.withTests(PackDays.class.getName(), address))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Compares every existing pack, and every page that comes from packs, with its documents. */
    private static void check(Stores stores) throws IOException {
        Packs.check(stores.database(), PackedDocuments.CM_ID);
        assertEquals(0, StoredValues.count(stores.database(), WITHOUT_DAY));
        for (var day = 0; day < DAYS; day++) {
            check(stores, PackedDocuments.FIRST.plusDays(day));
        }
    }

    private static void check(Stores stores, LocalDate day) throws IOException {
        var after = Optional.<PagePosition>empty();
        do {
            var request = new PageRequest(100, 0, after);
            if (PackedDocuments.packed(stores, RecordKind.CUSTOMER, PackedDocuments.window(day), request)
                    .isPresent()) {
                PackedDocuments.assertPacked(stores, RecordKind.CUSTOMER, day, request);
            }
            after = PackedDocuments.page(stores, RecordKind.CUSTOMER, day, request)
                    .next();
        } while (after.isPresent());
    }
}
