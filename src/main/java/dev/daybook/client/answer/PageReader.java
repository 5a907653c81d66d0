package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.wire.json.GivenValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a page of any form with a parser. The vendor's servers may send a text in place of an empty list, a single
 * record without a list, and keys in capitals. If the server refuses the request with a text, the page is a refusal.
 * Any other failure, and a status in the body with an unknown word, is thrown as an exception. So an error is never
 * taken for an empty day.
 */
final class PageReader {
    private static final int LONGEST_STATEMENT = 400;

    /** The length, in bytes, of the part of an object or list that is compared or shown. */
    private static final int LONGEST_VALUE = 4_000;

    private static final String MESSAGE = "message";

    private final JsonParser parser;
    private final byte[] body;
    private final RecordReader reader;
    private final AnswerFrame frame = new AnswerFrame();
    private final List<PulledRecord> records = new ArrayList<>();
    private long total = PulledPage.UNSAID;

    PageReader(JsonParser parser, byte[] body, RecordKeys keys) {
        this.parser = parser;
        this.body = body;
        this.reader = new RecordReader(parser, body, keys);
    }

    static boolean isBlank(byte[] body) {
        for (var letter : body) {
            if (!Character.isWhitespace(letter)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Describes a short body of plain text that says, or may say, that there is no data. Empty for any other text, and
     * for a body of {@value #LONGEST_STATEMENT} bytes or more.
     */
    static Optional<EmptyAnswer> words(byte[] body) {
        var text = body.length < LONGEST_STATEMENT ? text(body).strip() : "";
        return ServerWords.sayNoData(text)
                ? Optional.of(EmptyAnswer.of(EmptyShape.NO_DATA_TEXT))
                : Optional.of(text)
                        .filter(ServerWords::maySayNoData)
                        .map(words -> new EmptyAnswer(EmptyShape.OTHER_TEXT, ServerWords.gist(words)));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The id of the record that contains the byte at this index of the body; empty if no record does. */
    Optional<Long> idAt(int place) {
        reader.want(place);
        page();
        return reader.found();
    }

    PulledPage page() {
        var page = switch (parser.nextToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                records();
                yield page(EmptyAnswer.of(EmptyShape.EMPTY_ARRAY));
            }
            case VALUE_STRING -> {
                frame.add(MESSAGE, parser.getString());
                yield text(parser.getString());
            }
            case VALUE_NULL -> page(EmptyAnswer.of(EmptyShape.NULL));
            // A text such as "0 records found" begins with a number.
            default ->
                page(words(body)
                        .orElseThrow(() -> new IllegalArgumentException("the answer is neither an object nor a list")));
        };
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("the answer has more than one object");
        }
        return page;
    }

    private PulledPage page(EmptyAnswer empty) {
        return PulledPage.of(records, empty, total);
    }

    private PulledPage object() {
        var said = "";
        var isText = false;
        var empty = EmptyShape.EMPTY_OBJECT;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            var value = parser.nextToken();
            empty = empty == EmptyShape.EMPTY_OBJECT ? EmptyShape.NO_MESSAGE : empty;
            if (name.equals(MESSAGE)) {
                empty = message(value);
                isText = value == JsonToken.VALUE_STRING;
                said = isText ? parser.getString() : "";
                frame.add(name, said);
            } else {
                var text = text(value);
                frame.add(name, text);
                // Like other numbers, the total may be sent as a text. A wrong total can only make a pull fail.
                total = name.equals("totalcount")
                        ? GivenValue.digits(text, Long.MAX_VALUE).orElse(PulledPage.UNSAID)
                        : total;
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IllegalArgumentException("the answer is not a complete object");
        }
        if (isText) {
            return text(said);
        }
        if (frame.isFailure()) {
            throw frame.failure("");
        }
        return page(frame.empty(empty == EmptyShape.LIST && !frame.isSuccess() ? EmptyShape.BARE_LIST : empty));
    }

    /**
     * A value as text, empty if it is null, or an empty list or object. Cuts a list or object after {@link
     * #LONGEST_VALUE} bytes.
     */
    private String text(JsonToken value) {
        if (value.isScalarValue()) {
            return value == JsonToken.VALUE_NULL ? "" : parser.getString();
        }
        var start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        var end = Math.min(start + LONGEST_VALUE, (int) parser.currentLocation().getByteOffset());
        var text = new String(body, start, end - start, StandardCharsets.UTF_8);
        return text.replaceAll("\\s", "").length() == 2 ? "" : text;
    }

    /** Reads the records of a message. Returns the form of the message, which matters only if it has no records. */
    private EmptyShape message(JsonToken value) {
        switch (value) {
            case START_ARRAY -> {
                records();
                return EmptyShape.LIST;
            }
            case START_OBJECT -> {
                reader.record(true).ifPresent(records::add);
                return EmptyShape.EMPTY_MESSAGE;
            }
            case VALUE_NULL -> {
                return EmptyShape.NULL;
            }
            case VALUE_STRING -> {
                return EmptyShape.OTHER_TEXT;
            }
            default -> throw new IllegalArgumentException("the answer's message is neither records nor a text");
        }
    }

    /**
     * The page of an answer that has this text in place of the records. A refusal is such a page too; for any other
     * failure, this throws an exception.
     */
    private PulledPage text(String said) {
        if (frame.letsTextCount() && ServerWords.sayNoData(said)) {
            return page(EmptyAnswer.of(EmptyShape.NO_DATA_TEXT));
        }
        if (frame.isSuccess() || (frame.letsTextCount() && frame.mayRefuse() && ServerWords.maySayNoData(said))) {
            return page(frame.empty(EmptyShape.OTHER_TEXT));
        }
        if (frame.mayRefuse()) {
            return PulledPage.refused(said);
        }
        throw frame.failure(said);
    }

    private void records() {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the answer does not have a record where one belongs");
            }
            reader.record(false).ifPresent(records::add);
        }
    }
}
