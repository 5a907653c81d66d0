package dev.daybook.client.answer.time;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Replaces the vendor's times by RFC 3339 texts with the account's offset. All other bytes of a document stay as they
 * were sent. A time also stays if it is null or malformed, was skipped when the clock was set forward, or cannot be
 * expressed in RFC 3339.
 *
 * <p>A calendar object is recognised by its fields, under any name. A text counts as a time only under one of the
 * vendor's names for times, so that a remark that looks like a time is not changed. Associate fields are not changed,
 * nor is {@code imageReferenceId}, which is an id.
 */
public final class IsoDates {
    private static final Set<String> NAMES = Set.of(
            "generationDate",
            "lastModificationTime",
            // Fields of tickets. "lastConvesationTime", without an r, is the vendor's spelling.
            "date",
            "taskEnddate",
            "dueDate",
            "nextFollowUp",
            "lastFollowUp",
            "lastConvesationTime",
            // Fields of orders.
            "bookingDate",
            "expectedDeliveryDate");

    /** The key of the associate fields. Their names are not the vendor's, so none is known to be a time. */
    private static final String OWN_FIELDS = "additional_info";

    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] document;
    private final ZoneId zone;
    private final JsonParser parser;
    private final ByteArrayOutputStream result;
    private int copied;

    /** Whether the vendor gives this name to times. */
    public static boolean isTime(String name) {
        return NAMES.contains(name);
    }

    private IsoDates(byte[] document, ZoneId zone, JsonParser parser) {
        this.document = document;
        this.zone = zone;
        this.parser = parser;
        this.result = new ByteArrayOutputStream(document.length + 64);
    }

    /**
     * Rewrites the times of a document.
     *
     * @param document one JSON value in UTF-8
     * @param zone the zone of the account
     * @throws IllegalArgumentException if the document is not JSON
     */
    public static byte[] rewrite(byte[] document, ZoneId zone) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), document)) {
            var dates = new IsoDates(document, zone, parser);
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("not JSON: nothing there");
            }
            dates.value("");
            dates.copyTo(document.length);
            return dates.result.toByteArray();
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage());
        }
    }

    private void value(String name) {
        if (name.equals(OWN_FIELDS)) {
            parser.skipChildren();
            return;
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value("");
                }
            }
            case VALUE_STRING -> {
                if (NAMES.contains(name)) {
                    var start = start();
                    replace(start, VendorTime.iso(parser.getString(), zone));
                }
            }
            default -> {
                // Nothing else is a time.
            }
        }
    }

    private void object() {
        var start = start();
        var calendar = new CalendarFields();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                calendar.put(name, parser.getString());
            } else {
                calendar.putOther();
            }
            value(name);
        }
        replace(start, calendar.time().flatMap(time -> VendorTime.iso(time, zone)));
    }

    /** Replaces the value from this offset to the parser's position by a text; if there is no text, the value stays. */
    private void replace(int start, Optional<String> text) {
        if (text.isPresent()) {
            copyTo(start);
            copied = (int) parser.currentLocation().getByteOffset();
            result.write('"');
            result.writeBytes(text.get().getBytes(StandardCharsets.US_ASCII));
            result.write('"');
        }
    }

    private int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private void copyTo(int end) {
        result.write(document, copied, end - copied);
        copied = end;
    }
}
