package dev.daybook.wire.pulled;

import dev.daybook.wire.pulled.time.CalendarFields;
import dev.daybook.wire.pulled.time.VendorTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer of a pull as its caller reads it: the records cut out byte for byte, with what is needed of each. The
 * vendor's servers send a text in place of the records when there are none, maybe a record that is the only one without
 * a list around it, and both spellings of a failure; a text of which the answer does not say that it is a success is one
 * too, lest a day be taken for empty.
 *
 * @param records the records in the order of the answer
 * @param refusal what the server says went wrong, if the answer is a failure
 */
public record PulledPage(List<PulledRecord> records, Optional<String> refusal) {
    private static final JsonFactory JSON = new JsonFactory();

    public PulledPage {
        records = List.copyOf(records);
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it is not one, such as a page of HTML or one that was cut
     */
    public static PulledPage read(byte[] body, RecordKeys keys) {
        return PlainPage.read(body, keys)
                .map(records -> new PulledPage(records, Optional.empty()))
                .orElseGet(() -> parse(body, keys));
    }

    /** The same, of whatever shape. */
    static PulledPage parse(byte[] body, RecordKeys keys) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new Reader(parser, body, keys).page();
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("the answer is not whole JSON: " + malformed.getOriginalMessage());
        }
    }

    private static final class Reader {
        private final JsonParser parser;
        private final byte[] body;
        private final RecordKeys keys;

        Reader(JsonParser parser, byte[] body, RecordKeys keys) {
            this.parser = parser;
            this.body = body;
            this.keys = keys;
        }

        PulledPage page() {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            var records = new ArrayList<PulledRecord>();
            var said = "";
            var status = "";
            var found = false;
            var isText = false;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals("message") && value == JsonToken.START_ARRAY) {
                    found = true;
                    records(records);
                } else if (name.equals("message") && value == JsonToken.START_OBJECT) {
                    found = true;
                    records.add(record());
                } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                    found = true;
                    isText = true;
                    said = parser.getString();
                } else if (name.equals("status") && value == JsonToken.VALUE_STRING) {
                    status = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null || !found) {
                throw new IllegalArgumentException("the answer has no message, or more than one object");
            }
            var failed = status.equalsIgnoreCase("failed")
                    || status.equalsIgnoreCase("error")
                    || (isText && !status.equalsIgnoreCase("success"));
            return new PulledPage(records, failed ? Optional.of(said) : Optional.empty());
        }

        private void records(List<PulledRecord> records) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.START_OBJECT, "a record");
                records.add(record());
            }
        }

        private PulledRecord record() {
            var start = (int) parser.currentTokenLocation().getByteOffset();
            var id = 0L;
            var created = PulledRecord.UNKNOWN;
            var modified = PulledRecord.UNKNOWN;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals(keys.id())) {
                    id = number(value);
                } else if (name.equals(keys.created())) {
                    created = time(value);
                } else if (name.equals(keys.modified())) {
                    modified = time(value);
                } else {
                    parser.skipChildren();
                }
            }
            if (id == 0) {
                throw new IllegalArgumentException("a record has no id");
            }
            var end = (int) parser.currentLocation().getByteOffset();
            return PulledRecord.of(id, created, modified, JsonLine.of(Arrays.copyOfRange(body, start, end)));
        }

        private long number(JsonToken value) {
            try {
                return value == JsonToken.VALUE_STRING
                        ? Long.parseLong(parser.getString().strip())
                        : value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
            } catch (NumberFormatException other) {
                return 0;
            }
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

        private static void expect(JsonToken found, JsonToken wanted, String name) {
            if (found != wanted) {
                throw new IllegalArgumentException("the answer does not have " + name + " where one belongs");
            }
        }
    }
}
