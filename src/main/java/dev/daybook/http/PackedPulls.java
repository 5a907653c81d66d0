package dev.daybook.http;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.pack.PackedPages;
import dev.daybook.wire.Pieces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers of pulls of one kind of record that are compressed already, for callers that accept gzip. */
public final class PackedPulls {
    /** Smaller answers are left to the web server, which compresses only what is worth it. */
    private static final int FROM_BYTES = 4_096;

    private final Database database;
    private final RecordKind kind;
    private final Function<List<Pack>, Pieces> encode;
    private final PackedPages pages;
    private final Counter served;
    private final boolean on;

    /**
     * Answers from the packs of a database.
     *
     * @param encode joins packs to the body of an answer, as a member of gzip
     * @param on whether to use packs; otherwise there is never an answer
     */
    public PackedPulls(
            Database database,
            RecordKind kind,
            Function<List<Pack>, Pieces> encode,
            MeterRegistry registry,
            boolean on) {
        this.database = database;
        this.kind = kind;
        this.encode = encode;
        this.pages = new PackedPages(kind);
        this.served = Counter.builder("daybook.pages.packed")
                .description("Pages of pulls that were answered from packs")
                .tag("kind", kind.word())
                .register(registry);
        this.on = on;
    }

    /**
     * The answer to a pull, if it has no filter, the caller accepts gzip and sees everything, and packs make the page.
     *
     * @param filtered whether the page is not of all records in the window
     */
    Optional<Answer> answer(Call call, boolean filtered, Window window, PageRequest request) {
        if (!on || filtered || !call.gzip() || call.masks()) {
            return Optional.empty();
        }
        return database.read(
                        transaction -> pages.page(transaction, call.account().cmId(), window, request))
                .filter(page -> page.length() >= FROM_BYTES)
                .map(this::answer);
    }

    private Answer answer(PackedPages.Page page) {
        served.increment();
        return Answer.ok(encode.apply(page.packs()))
                .withHeader("Content-Encoding", "gzip")
                .withPage(kind, page.records(), page.next());
    }
}
