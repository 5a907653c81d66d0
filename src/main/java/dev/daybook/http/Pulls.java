package dev.daybook.http;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.pack.PackedPages;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.Pieces;
import dev.daybook.wire.PullJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Answers of pulls of one kind of record. A caller that accepts gzip gets pages that were compressed in advance. */
public final class Pulls {
    /**
     * The least size of a page that is answered from packs, in bytes of its documents. For a smaller page, the web
     * server decides whether compressing the answer is worth it.
     */
    private static final int FROM_BYTES = 4_096;

    private final Database database;
    private final RecordKind kind;
    private final RecordPages pages;
    private final UnaryOperator<byte[]> mask;
    private final PackedPages packedPages;
    private final Counter served;
    private final boolean packs;

    /**
     * Makes the answers from the documents and packs of a database.
     *
     * @param mask masks phones and e-mails in a document
     * @param packs whether packs are used at all
     */
    public Pulls(
            Database database, RecordKind kind, UnaryOperator<byte[]> mask, MeterRegistry registry, boolean packs) {
        this.database = database;
        this.kind = kind;
        this.pages = new RecordPages(kind);
        this.mask = mask;
        this.packedPages = new PackedPages(kind);
        this.served = Counter.builder("daybook.pages.packed")
                .description("Pages of pulls that were answered from packs")
                .tag("kind", kind.word())
                .register(registry);
        this.packs = packs;
    }

    /** The answer to a pull: from packs if they cover the page, otherwise from documents. */
    Answer answer(Call call, Window window, Criteria criteria, PageRequest request) {
        return packed(call, criteria.isEmpty(), window, request, Pulls::encoded).orElseGet(() -> {
            var page = database.read(
                    transaction -> pages.page(transaction, call.account().cmId(), window, criteria, request));
            return Answer.ok(PullJson.encode(shown(call, page))).withPage(kind, page);
        });
    }

    private static Optional<Pieces> encoded(PackedPages.Page page) {
        return Optional.of(PullJson.encodePacked(page.packs()));
    }

    /** The documents of a page as the caller may see them. */
    List<byte[]> shown(Call call, RecordPages.Page page) {
        return call.masks() ? page.documents().stream().map(mask).toList() : page.documents();
    }

    /**
     * The answer from packs. Empty unless packs cover the page, the page is not small, the pull has no filter besides
     * the window, the caller accepts gzip, and its key is not a masking key.
     *
     * @param plain whether the pull has no filter besides the window
     * @param encode joins the packs into the body of the answer, compressed with gzip; empty if the page lacks
     *     something that the body needs
     */
    Optional<Answer> packed(
            Call call,
            boolean plain,
            Window window,
            PageRequest request,
            Function<PackedPages.Page, Optional<Pieces>> encode) {
        if (!packs || !plain || !call.gzip() || call.masks()) {
            return Optional.empty();
        }
        return database.read(transaction -> packedPages.page(transaction, call.account(), window, request))
                .filter(page -> page.length() >= FROM_BYTES)
                .flatMap(page -> encode.apply(page).map(body -> answer(page, body)));
    }

    private Answer answer(PackedPages.Page page, Pieces body) {
        served.increment();
        return Answer.ok(body).withHeader("Content-Encoding", "gzip").withPage(kind, page.records(), page.next());
    }
}
