package dev.daybook.store.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.bench.PackDays;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.Packs;
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

/** Kills a packing process repeatedly: each pack is complete or absent, and packing resumes where it stopped. */
class PacksKilledTest {
    private static final int DAYS = 90;
    private static final int ROUNDS = 4;
    private static final PageRequest DAY = new PageRequest(1_000, 0, Optional.empty());

    @ParameterizedTest
    @EnumSource
    void packsAreCompleteAfterAKill(TestDatabase database) throws Exception {
        var address = database.newUrl();
        var random = new Random(1);
        try (var stores = PackedDocuments.open(DatabaseUrl.parse(address))) {
            for (var day = 0; day < DAYS; day++) {
                PackedDocuments.fill(stores, RecordKind.CUSTOMER, PackedDocuments.FIRST.plusDays(day));
            }
            var killed = 0;
            for (var round = 0; round < ROUNDS; round++) {
                var before = Packs.count(stores.database(), "pack");
                var child = packing(address);
                while (Packs.count(stores.database(), "pack") == before && child.isAlive()) {
                    Thread.sleep(5);
                }
                Thread.sleep(random.nextInt(20));
                killed += child.isAlive() ? 1 : 0;
                child.destroyForcibly().waitFor();
                check(stores);
                stores.database()
                        .write(
                                transaction -> transaction
                                        .handle()
                                        .execute(
                                                "UPDATE customer_document SET doc = doc || ' ' WHERE cm_id = 1000298 AND id < 300"));
                check(stores);
            }
            assertTrue(killed > 0, "the packing always ended before the kill");
            Packs.make(stores, Instant.now());
            assertEquals(3 * DAYS, Packs.count(stores.database(), "pack"));
            for (var day = 0; day < DAYS; day++) {
                PackedDocuments.assertPacked(stores, RecordKind.CUSTOMER, PackedDocuments.FIRST.plusDays(day), DAY);
            }
        }
    }

    private static Process packing(String address) throws IOException {
        return new ProcessBuilder(JavaCommand.withTests(PackDays.class.getName(), address))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Compares every existing pack with its documents. */
    private static void check(Stores stores) throws IOException {
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
