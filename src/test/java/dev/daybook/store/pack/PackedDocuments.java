package dev.daybook.store.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.PatientStores;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.record.TableNames;
import dev.daybook.wire.PullJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Small documents, day by day, and their packs. The documents belong to no records. */
final class PackedDocuments {
    static final long CM_ID = 1_000_298;
    static final Account ACCOUNT = new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
    static final LocalDate FIRST = LocalDate.parse("2024-05-02");

    /** The text of a document: so long that a day is packed even if most of its {@link #DOCUMENTS} are deleted. */
    private static final String TEXT = "x".repeat(500);

    /** The number of documents of a day. */
    static final int DOCUMENTS = 250;

    private PackedDocuments() {}

    /** Fails unless a page of a day comes from packs and equals the page that is made of its documents. */
    static void assertPacked(Stores stores, RecordKind kind, LocalDate day, PageRequest request) throws IOException {
        var expected = page(stores, kind, day, request);
        var packed = packed(stores, kind, window(day), request).orElseThrow();
        assertArrayEquals(
                PullJson.encode(expected.documents()).joined(),
                unpacked(PullJson.encodePacked(PullJson.head(), packed.packs()).joined()));
        assertEquals(expected.documents().size(), packed.records());
        assertEquals(expected.next(), packed.next());
    }

    static byte[] unpacked(byte[] packed) throws IOException {
        try (var input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return input.readAllBytes();
        }
    }

    static RecordPages.Page page(Stores stores, RecordKind kind, LocalDate day, PageRequest request) {
        return stores.database()
                .read(transaction ->
                        new RecordPages(kind).page(transaction, CM_ID, window(day), new Criteria(), request));
    }

    static Optional<PackedPages.Page> packed(Stores stores, RecordKind kind, Window window, PageRequest request) {
        return stores.database().read(transaction -> new PackedPages(kind).page(transaction, CM_ID, window, request));
    }

    /** Opens an empty database and adds an account. */
    static Stores open(DatabaseUrl url) {
        return withAccount(PatientStores.open(url));
    }

    /** Opens an empty database with these options and adds an account. */
    static Stores open(DatabaseUrl url, DatabaseOptions options) {
        return withAccount(Stores.open(url, options));
    }

    private static Stores withAccount(Stores stores) {
        stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }

    static Window window(LocalDate day) {
        return new Window(
                day.atStartOfDay(ACCOUNT.zone()).toInstant(),
                day.plusDays(1).atStartOfDay(ACCOUNT.zone()).toInstant());
    }

    /** Adds {@link #DOCUMENTS} documents to a day, at most two in each millisecond from its start on. */
    static void fill(Stores stores, RecordKind kind, LocalDate day) {
        fill(stores, kind, day, DOCUMENTS);
    }

    /** Adds this number of documents to a day. More than {@link #DOCUMENTS} would take ids of the next day. */
    static void fill(Stores stores, RecordKind kind, LocalDate day, int count) {
        fill(stores, kind, day, count, TEXT);
    }

    /** Adds this number of documents to a day, each of them with this text. */
    static void fill(Stores stores, RecordKind kind, LocalDate day, int count, String text) {
        var start = window(day).start().toEpochMilli();
        stores.database().write(transaction -> {
            var offset = (day.toEpochDay() - FIRST.toEpochDay()) * DOCUMENTS;
            var insert = "INSERT INTO " + TableNames.of(kind).documents()
                    + " (cm_id, created_at, id, format, doc) VALUES (?, ?, ?, 1, ?)";
            try (var rows = transaction.batch(insert, count)) {
                for (var number = 1L; number <= count; number++) {
                    rows.add(CM_ID)
                            .add(start + number / 2)
                            .add(offset + number)
                            .add("{\"id\":" + number + ",\"text\":\"" + text + "\"}")
                            .endRow();
                }
                rows.execute();
            }
            return true;
        });
    }
}
