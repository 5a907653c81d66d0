package dev.daybook.client.answer;

import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.answer.text.ServerWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * A page of a pull. An answer without records has one of many forms; unless the form is clear, the caller must find out
 * whether it means an empty day.
 *
 * @param records the records in the order of the answer
 * @param empty what an answer without records says; {@link EmptyAnswer#NONE} if there are records, or the answer is a
 *     refusal
 * @param total the number of records in the whole window according to the server, -1 if the server gives none. Some
 *     servers count only the records of the page. So a total proves that records are missing only if it is above the
 *     number of records that were sent; otherwise it proves nothing.
 * @param refusal the server's message, if the answer is a refusal
 * @param leniency how the answer differs from valid JSON
 */
public record PulledPage(
        List<PulledRecord> records, EmptyAnswer empty, long total, Optional<String> refusal, Set<Leniency> leniency) {
    /** Stands for a total that the server does not give. */
    static final long UNSAID = -1;

    /**
     * The parser does not detect the charset. If it did, it would skip a byte order mark, so that {@link
     * Leniency#BYTE_ORDER_MARK} would not be reported. It would also read UTF-16, but records are copied as UTF-8.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    public PulledPage {
        records = List.copyOf(records);
        leniency = Set.copyOf(leniency);
    }

    /** The page of a success. The description {@code empty} is used only if there are no records. */
    static PulledPage of(List<PulledRecord> records, EmptyAnswer empty, long total) {
        return new PulledPage(records, records.isEmpty() ? empty : EmptyAnswer.NONE, total, Optional.empty(), Set.of());
    }

    /** A refusal with the server's message. */
    static PulledPage refused(String words) {
        return new PulledPage(List.of(), EmptyAnswer.NONE, UNSAID, Optional.of(ServerWords.shown(words)), Set.of());
    }

    /**
     * Reads an answer in UTF-8.
     *
     * @param strict whether to refuse invalid JSON even if it can be read without guessing
     * @throws IllegalArgumentException if it cannot be read, such as an HTML page or a truncated answer, or if it
     *     reports a failure that is no refusal
     */
    public static PulledPage read(byte[] body, RecordKeys keys, boolean strict) {
        return PlainPage.read(body, keys).orElseGet(() -> other(body, keys, strict));
    }

    /** Whether an answer, read as a page, says that there is no data, and nothing else. */
    public static boolean saysNoData(byte[] body) {
        try {
            return read(body, PulledKind.CUSTOMERS.keys(), false).empty.shape() == EmptyShape.NO_DATA_TEXT;
        } catch (IllegalArgumentException another) {
            return false;
        }
    }

    private static PulledPage other(byte[] text, RecordKeys keys, boolean strict) {
        checkUtf8(text, keys);
        try {
            return parse(text, keys);
        } catch (IllegalArgumentException invalid) {
            var mended = AnswerText.mended(text);
            if (strict || mended.leniency().isEmpty()) {
                throw invalid;
            }
            var page = parse(mended.json(), keys);
            return new PulledPage(page.records, page.empty, page.total, page.refusal, mended.leniency());
        }
    }

    private static void checkUtf8(byte[] text, RecordKeys keys) {
        var wrong = AnswerText.notUtf8(text);
        if (wrong < 0) {
            return;
        }
        var id =
                idAt(wrong, text, keys).map(found -> ", in the record " + found).orElse("");
        throw new IllegalArgumentException("the answer is not UTF-8, which JSON without a charset is in: byte "
                + AnswerText.hex(text, wrong) + " at " + wrong + id);
    }

    /**
     * The id of the record that contains the byte at this index. To find it, each byte that is not ASCII is read as
     * {@code ?}. Empty if the page is not valid even then, or if no record contains the byte.
     */
    private static Optional<Long> idAt(int place, byte[] text, RecordKeys keys) {
        var ascii = text.clone();
        for (var at = 0; at < ascii.length; at++) {
            ascii[at] = ascii[at] < 0 ? (byte) '?' : ascii[at];
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), ascii)) {
            return new PageReader(parser, ascii, keys).idAt(place);
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Parses an answer in UTF-8: records, a refusal, or any form of an answer without records, such as plain text.
     *
     * @throws IllegalArgumentException if it is none of these, for example invalid JSON
     */
    static PulledPage parse(byte[] body, RecordKeys keys) {
        if (PageReader.isBlank(body)) {
            return of(List.of(), EmptyAnswer.of(EmptyShape.EMPTY_BODY), UNSAID);
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new PageReader(parser, body, keys).page();
        } catch (JacksonException malformed) {
            var words = PageReader.words(body);
            if (words.isPresent()) {
                return of(List.of(), words.get(), UNSAID);
            }
            var place = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getByteOffset();
            throw new IllegalArgumentException(
                    place >= 0 && place < body.length
                            ? "the answer is not valid JSON: byte " + AnswerText.hex(body, place) + " at " + place
                                    + " does not belong there"
                            : "the answer is not valid JSON: it ends too early, after " + body.length + " bytes",
                    malformed);
        }
    }
}
