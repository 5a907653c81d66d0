package dev.daybook.http.pipeline;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.sandbox.FaultRule;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.Headers;
import dev.daybook.wire.PullCursor;
import dev.daybook.wire.bytes.Pieces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of a handler.
 *
 * @param status the HTTP status; a failure has its own status, even if clients get 200 instead
 * @param body JSON in UTF-8, possibly compressed
 * @param headers the additional headers
 * @param rows the number of records in it, for the metrics
 * @param fault the fault to apply when it is sent, in a sandbox
 */
public record Answer(int status, Pieces body, Map<String, String> headers, int rows, Optional<FaultRule> fault) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** An answer without a fault. */
    public Answer(int status, byte[] body, Map<String, String> headers, int rows) {
        this(status, Pieces.of(body), headers, rows, Optional.empty());
    }

    /** A successful answer with this body. */
    public static Answer ok(byte[] body) {
        return ok(Pieces.of(body));
    }

    /** A successful answer with this body. */
    public static Answer ok(Pieces body) {
        return new Answer(200, body, Map.of(), 0, Optional.empty());
    }

    /**
     * The status that the client gets. A status fault of the sandbox always keeps the status of its rule.
     *
     * @param failuresAreOk whether failures are sent with status 200, for integrations that expect it
     */
    int sentStatus(boolean failuresAreOk) {
        var isAsked = fault.filter(rule -> rule.kind() == FaultKind.STATUS).isPresent();
        return failuresAreOk && !isAsked ? 200 : status;
    }

    /** This answer with the number of its records. */
    public Answer withRows(int count) {
        return new Answer(status, body, headers, count, fault);
    }

    /** This answer with another body. */
    public Answer withBody(byte[] other) {
        return new Answer(status, Pieces.of(other), headers, rows, fault);
    }

    /** This answer with a fault. */
    public Answer struck(FaultRule by) {
        return new Answer(status, body, headers, rows, Optional.of(by));
    }

    /** This answer with the headers of a page of an account's records. */
    public Answer withPage(RecordKind kind, long cmId, Window window, RecordPages.Page page) {
        return withPage(kind, cmId, window, page.documents().size(), page.next());
    }

    /**
     * This answer with the headers of a page of an account's records.
     *
     * @param count the number of records in the page
     * @param next the position of the page's last record, if more records follow
     */
    public Answer withPage(RecordKind kind, long cmId, Window window, int count, Optional<PagePosition> next) {
        var answer = withRows(count).withHeader(Headers.HAS_MORE, Boolean.toString(next.isPresent()));
        return next.map(position -> new PullCursor(window.start(), position))
                .map(cursor -> answer.withHeader(Headers.NEXT_CURSOR, CursorCodec.write(kind, cmId, cursor)))
                .orElse(answer);
    }

    /** This answer with a header that states the pull's window. */
    public Answer withWindow(Window window) {
        return withHeader(Headers.WINDOW, window.start() + "/" + window.end());
    }

    /** This answer with a header that states the pull's window, if the pull has one. */
    public Answer withWindow(Optional<Window> window) {
        return window.map(this::withWindow).orElse(this);
    }

    /** This answer with a header added or replaced. */
    public Answer withHeader(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Answer(status, body, all, rows, fault);
    }

    /** This answer with a header that names the ignored fields of the request, so that a misspelt filter is noticed. */
    public Answer withIgnored(List<String> fields) {
        return fields.isEmpty() ? this : withHeader(Headers.IGNORED, IgnoredFields.header(fields));
    }
}
