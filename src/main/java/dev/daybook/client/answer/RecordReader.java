package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.answer.text.TextId;
import dev.daybook.client.answer.time.CalendarFields;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the records of a page with a parser, whatever form the page has. */
final class RecordReader {
    private static final Pattern HUGE = Pattern.compile("[eE][+-]?0*[1-9]\\d{" + JsonBytes.LONGEST_EXPONENT + ",}$");

    private final JsonParser parser;
    private final byte[] body;
    private final RecordKeys keys;

    /** The last number in the current record that has too long an exponent, as it was sent; empty if there is none. */
    private String huge = "";

    private int wanted = -1;
    private Optional<Long> found = Optional.empty();

    RecordReader(JsonParser parser, byte[] body, RecordKeys keys) {
        this.parser = parser;
        this.body = body;
        this.keys = keys;
    }

    /** Starts to look for the record that contains the byte at this index of the body. */
    void want(int place) {
        wanted = place;
    }

    /** The id of the record that was looked for, empty if it was not read. */
    Optional<Long> found() {
        return found;
    }

    /**
     * Reads a record.
     *
     * @param mayBeEmpty whether an object without keys is allowed; it stands for no record
     * @return empty only for such an object
     * @throws IllegalArgumentException if the record has no id, has a number that is out of range, or is too large for
     *     a line of a file
     */
    Optional<PulledRecord> record(boolean mayBeEmpty) {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        var id = 0L;
        var rank = Integer.MAX_VALUE;
        var isEmpty = true;
        var created = PulledRecord.UNKNOWN;
        var modified = PulledRecord.UNKNOWN;
        var said = "";
        var isAnswer = false;
        huge = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            isEmpty = false;
            var name = parser.currentName();
            var value = parser.nextToken();
            var other = keys.ids().indexOf(name);
            if (other >= 0) {
                var number = number(value);
                if (number != 0 && other <= rank) {
                    id = number;
                    rank = other;
                }
            } else if (name.equals(keys.created())) {
                created = time(value);
            } else if (name.equals(RecordKeys.MODIFIED)) {
                modified = time(value);
            } else {
                // An object in place of a record may be a refusal that the server put into a list.
                isAnswer |= name.equalsIgnoreCase("status");
                said = name.equalsIgnoreCase("message") && value.isScalarValue() ? parser.getString() : said;
                skip();
            }
        }
        if (isEmpty && mayBeEmpty) {
            return Optional.empty();
        }
        if (id == 0) {
            throw new IllegalArgumentException("a record has no id, which is a number or a text named " + keys.id()
                    + (said.isBlank() || !isAnswer ? "" : "; it says: " + ServerWords.shown(said)));
        }
        if (!huge.isEmpty()) {
            throw new IllegalArgumentException(
                    "the record " + id + " has the number " + ServerWords.shown(huge) + ", which is out of range");
        }
        var end = (int) parser.currentLocation().getByteOffset();
        if (start <= wanted && wanted < end) {
            found = Optional.of(id);
        }
        return Optional.of(PulledRecord.of(id, created, modified, JsonLine.of(Arrays.copyOfRange(body, start, end))));
    }

    /** Skips a value as {@link JsonParser#skipChildren} does, but checks its numbers. */
    private void skip() {
        var depth = 0;
        for (var token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token == null) {
                throw new IllegalArgumentException("the answer ends within a record");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            checkNumber(token);
            if (depth == 0) {
                return;
            }
        }
    }

    private void checkNumber(JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT
                && HUGE.matcher(parser.getString()).find()) {
            huge = parser.getString();
        }
    }

    private long number(JsonToken value) {
        return switch (value) {
            case VALUE_STRING -> TextId.of(parser.getString());
            case VALUE_NUMBER_INT -> parser.getString().equals("-0") ? 0 : TextId.of(parser.getString());
            default -> {
                skip();
                yield 0;
            }
        };
    }

    private LocalDateTime time(JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return keys.time(parser.getString());
        }
        if (value == JsonToken.START_OBJECT) {
            return calendar();
        }
        skip();
        return PulledRecord.UNKNOWN;
    }

    private LocalDateTime calendar() {
        var fields = new CalendarFields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (value.isScalarValue()) {
                checkNumber(value);
                fields.put(name, parser.getString());
            } else {
                fields.putOther();
                skip();
            }
        }
        return fields.time().orElse(PulledRecord.UNKNOWN);
    }
}
