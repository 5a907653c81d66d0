package dev.daybook.client.answer;

import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.answer.text.ServerWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A page of a pull, with each record byte for byte as it was sent. An answer without records has one of many forms;
 * unless the form is clear, the caller must find out whether it means an empty day.
 *
 * @param records the records in the order of the answer
 * @param empty the form of an answer without records; {@link EmptyShape#UNKNOWN} if there are some, or the answer is a
 *     failure
 * @param refusal the server's message, if the answer is a failure
 * @param leniency how the answer differs from valid JSON
 */
public record PulledPage(
        List<PulledRecord> records, EmptyShape empty, Optional<String> refusal, Set<Leniency> leniency) {
    /** A page that certainly has no records. */
    public static final PulledPage NOTHING = new PulledPage(List.of(), EmptyShape.LIST, Optional.empty(), Set.of());

    private static final JsonFactory JSON = new JsonFactory();

    public PulledPage {
        records = List.copyOf(records);
        leniency = Set.copyOf(leniency);
    }

    /** A success. */
    static PulledPage of(List<PulledRecord> records, EmptyShape empty) {
        return new PulledPage(records, records.isEmpty() ? empty : EmptyShape.UNKNOWN, Optional.empty(), Set.of());
    }

    /** A failure with the server's message. */
    static PulledPage refused(String words) {
        return new PulledPage(List.of(), EmptyShape.UNKNOWN, Optional.of(ServerWords.shown(words)), Set.of());
    }

    /**
     * Reads an answer in UTF-8 that is valid JSON.
     *
     * @throws IllegalArgumentException if the body is no such answer, such as an HTML page or a truncated answer
     */
    public static PulledPage read(byte[] body, RecordKeys keys) {
        return read(body, "", keys, true);
    }

    /**
     * Reads an answer.
     *
     * @param contentType the header, which may name a charset; empty if there is none
     * @param strict whether to refuse invalid JSON even if it can be read without guessing
     * @throws IllegalArgumentException if it cannot be read, such as an HTML page or a truncated answer
     */
    public static PulledPage read(byte[] body, String contentType, RecordKeys keys, boolean strict) {
        var text = AnswerText.utf8(body, contentType);
        return PlainPage.read(text, keys)
                .map(records -> of(records, EmptyShape.LIST))
                .orElseGet(() -> other(text, keys, strict));
    }

    private static PulledPage other(byte[] text, RecordKeys keys, boolean strict) {
        AnswerText.checkUtf8(text);
        try {
            return parse(text, keys);
        } catch (IllegalArgumentException invalid) {
            var mended = AnswerText.mended(text);
            if (strict || mended.leniency().isEmpty()) {
                throw invalid;
            }
            var page = parse(mended.json(), keys);
            return new PulledPage(page.records, page.empty, page.refusal, mended.leniency());
        }
    }

    /** Parses a page of any form. */
    static PulledPage parse(byte[] body, RecordKeys keys) {
        if (PageReader.isBlank(body)) {
            return of(List.of(), EmptyShape.EMPTY_BODY);
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new PageReader(parser, body, keys).page();
        } catch (JacksonException malformed) {
            if (PageReader.saysNoData(body)) {
                return of(List.of(), EmptyShape.NO_DATA_TEXT);
            }
            var place = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getByteOffset();
            throw new IllegalArgumentException(
                    place >= 0 && place < body.length
                            ? "the answer is not whole JSON: byte " + AnswerText.hex(body, place) + " at " + place
                                    + " does not belong there"
                            : "the answer is not whole JSON: it ends too early, after " + body.length + " bytes",
                    malformed);
        }
    }
}
