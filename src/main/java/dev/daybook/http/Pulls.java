package dev.daybook.http;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.pack.PackedPages;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.PullJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes the answers to pulls of one kind of record. A page of a day that is over comes from packs (documents that are
 * stored compressed), if packs cover the page.
 */
public final class Pulls {
    /** Which pulls use packs. */
    public enum Packed {
        /** None. */
        NONE,
        /** Those of callers that accept gzip: they get the packs as they are. */
        WITH_GZIP,
        /** All. Other callers get the packs decompressed. */
        ALL
    }

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
    private final Packed packed;
    private final Clock clock;

    /**
     * @param mask masks phones and e-mails in a document
     * @param packed which pulls use packs
     * @param clock tells which days are over; other days have no packs
     */
    public Pulls(
            Database database,
            RecordKind kind,
            UnaryOperator<byte[]> mask,
            MeterRegistry registry,
            Packed packed,
            Clock clock) {
        this.database = database;
        this.kind = kind;
        this.pages = new RecordPages(kind);
        this.mask = mask;
        this.packedPages = new PackedPages(kind);
        this.served = Counter.builder("daybook.pages.packed")
                .description("Pages of pulls that were answered from packs")
                .tag("kind", kind.word())
                .register(registry);
        this.packed = packed;
        this.clock = clock;
    }

    /** The answer to a pull: from packs if they cover the page, otherwise from documents. */
    Answer answer(Call call, Window window, Criteria criteria, PageRequest request) {
        return packed(call, criteria.isEmpty(), window, request, page -> Optional.of(PullJson.head()))
                .orElseGet(() -> {
                    var page = database.read(transaction ->
                            pages.page(transaction, call.account().cmId(), window, criteria, request));
                    return Answer.ok(PullJson.encode(shown(call, page)))
                            .withPage(kind, call.account().cmId(), window, page);
                });
    }

    /** The documents of a page as the caller may see them. */
    List<byte[]> shown(Call call, RecordPages.Page page) {
        return call.masks() ? page.documents().stream().map(mask).toList() : page.documents();
    }

    /**
     * The answer from packs; empty unless all these conditions are met: the pull uses packs, and has no filter besides
     * the window; its key is not a masking key; the first day of the window is over; packs cover the page; the page has
     * at least {@link #FROM_BYTES}; {@code head} gives a start.
     *
     * @param plain whether the pull has no filter besides the window
     * @param head makes the answer up to the first document; empty if the page lacks something that this part needs,
     *     such as the number of matches
     */
    Optional<Answer> packed(
            Call call,
            boolean plain,
            Window window,
            PageRequest request,
            Function<PackedPages.Page, Optional<byte[]>> head) {
        if (!plain || call.masks() || !usesPacks(call) || !isFirstDayOver(call, window)) {
            return Optional.empty();
        }
        return database.read(transaction ->
                        packedPages.page(transaction, call.account().cmId(), window, request))
                .filter(page -> page.length() >= FROM_BYTES)
                .flatMap(page -> head.apply(page).map(start -> answer(call, window, page, start)));
    }

    private boolean usesPacks(Call call) {
        return packed == Packed.ALL || (packed == Packed.WITH_GZIP && call.gzip());
    }

    /** Whether the first day of the window is over. A page from packs uses only the packs of this day. */
    private boolean isFirstDayOver(Call call, Window window) {
        var zone = call.account().zone();
        var day = LocalDate.ofInstant(window.start(), zone);
        return !Window.ofDays(day, day, zone).end().isAfter(clock.instant());
    }

    private Answer answer(Call call, Window window, PackedPages.Page page, byte[] head) {
        served.increment();
        var answer = call.gzip()
                ? Answer.ok(PullJson.encodePacked(head, page.packs())).withHeader("Content-Encoding", "gzip")
                : Answer.ok(PullJson.encode(
                        head, page.packs().stream().map(Pack::inflated).toList()));
        return answer.withPage(kind, call.account().cmId(), window, page.records(), page.next());
    }
}
