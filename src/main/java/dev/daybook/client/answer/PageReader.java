package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.answer.text.TextId;
import dev.daybook.client.answer.time.CalendarFields;
import dev.daybook.client.answer.time.VendorTime;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a page of any form with a parser. The vendor's servers may send a text in place of an empty list, a single
 * record without a list, both spellings of a failure, and keys in capitals. A text {@code message} without a status of
 * success counts as a failure unless it says that there is no data, so that an error is never taken for an empty day.
 */
final class PageReader {
    private static final int LONGEST_STATEMENT = 400;

    private final JsonParser parser;
    private final byte[] body;
    private final RecordKeys keys;
    private final List<PulledRecord> records = new ArrayList<>();

    PageReader(JsonParser parser, byte[] body, RecordKeys keys) {
        this.parser = parser;
        this.body = body;
        this.keys = keys;
    }

    static boolean isBlank(byte[] body) {
        return body.length < LONGEST_STATEMENT && text(body).isBlank();
    }

    /** Whether a body is plain text that says that there is no data. */
    static boolean saysNoData(byte[] body) {
        return body.length < LONGEST_STATEMENT
                && ServerWords.sayNoData(text(body).strip());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    PulledPage page() {
        var page = switch (parser.nextToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                records();
                yield PulledPage.of(records, EmptyShape.EMPTY_ARRAY);
            }
            case VALUE_STRING -> text(parser.getString(), "");
            default -> throw new IllegalArgumentException("the answer is neither an object nor a list");
        };
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("the answer has more than one object");
        }
        return page;
    }

    private PulledPage object() {
        var said = "";
        var status = "";
        var isText = false;
        var empty = EmptyShape.EMPTY_OBJECT;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            var value = parser.nextToken();
            empty = empty == EmptyShape.EMPTY_OBJECT ? EmptyShape.NO_MESSAGE : empty;
            if (name.equals("message")) {
                empty = message(value);
                isText = value == JsonToken.VALUE_STRING;
                said = isText ? parser.getString() : "";
            } else if (name.equals("status") && value == JsonToken.VALUE_STRING) {
                status = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IllegalArgumentException("the answer is not a whole object");
        }
        if (isText) {
            return text(said, status);
        }
        return isFailure(status) ? PulledPage.refused("no reason given") : PulledPage.of(records, empty);
    }

    /** Reads the records of a message; returns the form that applies if there are none. */
    private EmptyShape message(JsonToken value) {
        switch (value) {
            case START_ARRAY -> {
                records();
                return EmptyShape.LIST;
            }
            case START_OBJECT -> {
                var record = record(true);
                if (!record.equals(NO_RECORD)) {
                    records.add(record);
                }
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

    private static boolean isFailure(String status) {
        return status.equalsIgnoreCase("failed") || status.equalsIgnoreCase("error");
    }

    private static PulledPage text(String said, String status) {
        if (ServerWords.sayNoData(said)) {
            return PulledPage.of(List.of(), EmptyShape.NO_DATA_TEXT);
        }
        return status.equalsIgnoreCase("success")
                ? PulledPage.of(List.of(), EmptyShape.OTHER_TEXT)
                : PulledPage.refused(said);
    }

    private void records() {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the answer does not have a record where one belongs");
            }
            records.add(record(false));
        }
    }

    private static final PulledRecord NO_RECORD =
            new PulledRecord(0, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, new byte[0]);

    private PulledRecord record(boolean mayBeEmpty) {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        var id = 0L;
        var rank = Integer.MAX_VALUE;
        var isEmpty = true;
        var created = PulledRecord.UNKNOWN;
        var modified = PulledRecord.UNKNOWN;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            isEmpty = false;
            var name = parser.currentName();
            var value = parser.nextToken();
            var other = keys.rankOfId(name);
            if (other >= 0) {
                var number = number(value);
                if (number != 0 && other <= rank) {
                    id = number;
                    rank = other;
                }
            } else if (name.equals(keys.created())) {
                created = time(value);
            } else if (name.equals(keys.modified())) {
                modified = time(value);
            } else {
                parser.skipChildren();
            }
        }
        if (isEmpty && mayBeEmpty) {
            return NO_RECORD;
        }
        if (id == 0) {
            throw new IllegalArgumentException("a record has no id, which is a number or a text named " + keys.id());
        }
        var end = (int) parser.currentLocation().getByteOffset();
        return PulledRecord.of(id, created, modified, JsonLine.of(Arrays.copyOfRange(body, start, end)));
    }

    private long number(JsonToken value) {
        return switch (value) {
            case VALUE_STRING, VALUE_NUMBER_INT -> TextId.of(parser.getString());
            default -> {
                parser.skipChildren();
                yield 0;
            }
        };
    }

    private LocalDateTime time(JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return VendorTime.ofText(parser.getString()).orElse(PulledRecord.UNKNOWN);
        }
        if (value == JsonToken.START_OBJECT) {
            return calendar();
        }
        parser.skipChildren();
        return PulledRecord.UNKNOWN;
    }

    private LocalDateTime calendar() {
        var fields = new CalendarFields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                fields.put(name, parser.getString());
            } else {
                fields.putOther();
                parser.skipChildren();
            }
        }
        return fields.time().orElse(PulledRecord.UNKNOWN);
    }
}
