package dev.daybook.store.pack;

import static dev.daybook.store.pack.PackedDocuments.ACCOUNT;
import static dev.daybook.store.pack.PackedDocuments.CM_ID;
import static dev.daybook.store.pack.PackedDocuments.FIRST;
import static dev.daybook.store.pack.PackedDocuments.open;
import static dev.daybook.store.pack.PackedDocuments.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.Packs;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.TableNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Days with few documents compress badly. They are not packed, so that packs need little space. */
class SmallDaysTest {
    private static final Instant LATER = Instant.parse("2024-05-10T00:00:00Z");

    /** A day has no pack but the number of its documents if its documents, and the commas between them, have a byte too few. */
    @ParameterizedTest
    @EnumSource
    void theLeastSizeOfADayThatIsPacked(TestDatabase database) throws Exception {
        for (var kind : RecordKind.values()) {
            try (var stores = open(database.create())) {
                for (var missing = 0; missing <= 1; missing++) {
                    var text = "x".repeat((Packer.LEAST_BYTES - missing - 1) / 2);
                    var rest = "x".repeat(Packer.LEAST_BYTES - missing - 1 - text.length());
                    var at = window(FIRST.plusDays(missing)).start().toEpochMilli();
                    var insert = "INSERT INTO " + TableNames.of(kind).documents() + " VALUES (?, ?, ?, 1, ?)";
                    stores.database().run(transaction -> {
                        transaction.handle().execute(insert, CM_ID, at, 1, text);
                        transaction.handle().execute(insert, CM_ID, at, 2, rest);
                    });
                }
                Packs.make(stores, LATER);
                var packs = "SELECT packs FROM packed_day WHERE packed_at > 0 AND cm_id = " + CM_ID;
                assertEquals(List.of(1L, 0L), StoredValues.numbers(stores.database(), packs + " ORDER BY start_at"));
                assertEquals(
                        2, StoredValues.count(stores.database(), "packed_day WHERE records = 2 AND cm_id = " + CM_ID));
                assertEquals(1, Packs.check(stores.database(), CM_ID).size());
            }
        }
    }

    /**
     * Packs may need at most 12 % of the space of the documents. Tables and indexes need a third more than the
     * compressed bytes, so the compressed bytes may be at most 9 % of the bytes of the documents.
     */
    @ParameterizedTest
    @EnumSource
    void packsNeedLittleSpaceForAnyNumberOfRecordsADay(TestDatabase database) throws Exception {
        var random = new Random(1);
        for (var count : List.of(1, 2, 3, 5, 10, 15, 20, 50)) {
            try (var stores = open(database.create())) {
                for (var day = 0; day < 5; day++) {
                    var start = window(FIRST.plusDays(day)).start();
                    var rows = IntStream.range(0, count)
                            .mapToObj(number -> new RecordLoad.Row<>(customer(random), start.plusSeconds(number)))
                            .toList();
                    stores.database().write(transaction -> stores.customers().load(transaction, ACCOUNT, rows, LATER));
                }
                Packs.make(stores, LATER);
                var packs =
                        StoredValues.number(stores.database(), "SELECT coalesce(sum(length(deflated)), 0) FROM pack");
                var documents =
                        StoredValues.number(stores.database(), "SELECT sum(length(doc)) FROM customer_document");
                assertTrue(packs <= 0.09 * documents, () -> count + " a day: " + packs + " of " + documents);
                assertEquals(count >= 20, packs > 0, () -> count + " a day");
            }
        }
    }

    private static CustomerChange customer(Random random) {
        var name = Long.toString(random.nextLong(), Character.MAX_RADIX);
        return CustomerChange.ofTexts(
                0,
                false,
                Map.of(
                        ProfileField.NAME, name,
                        ProfileField.EMAIL, name + "@mail.example",
                        ProfileField.ADDRESS, random.nextInt(1_000) + " Lake Road"));
    }
}
