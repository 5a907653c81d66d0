package dev.daybook.kit;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads all records of a database page by page, because a page ends at 8 MB. */
public final class StoredRecords {
    private static final Window EVER =
            new Window(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-01-01T00:00:00Z"));

    private StoredRecords() {}

    /** The documents of an account's records of a kind, in the order of pulls. */
    public static List<byte[]> documents(Transaction transaction, long cmId, RecordKind kind) {
        var all = new ArrayList<byte[]>();
        var pages = new RecordPages(kind);
        Optional<PagePosition> next = Optional.empty();
        do {
            var page = pages.page(transaction, cmId, EVER, new Criteria(), new PageRequest(1_000, 0, next));
            all.addAll(page.documents());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    /** The texts of these documents. */
    public static List<String> texts(Database database, long cmId, RecordKind kind) {
        return database.read(transaction -> documents(transaction, cmId, kind)).stream()
                .map(document -> new String(document, StandardCharsets.UTF_8))
                .toList();
    }
}
