package dev.daybook.wire.pulled;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a page in one go over its bytes, if it is a success with records and written as servers write it: JSON without
 * space between its tokens. A parser makes a token of each of a record's sixty values, and takes four times as long. What
 * is accepted here a parser accepts too, with the same result; whatever else comes is left to it.
 */
final class PlainPage {
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] STATUS = ascii("status");
    private static final byte[] SUCCESS = ascii("success");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] ID = ascii("id");
    private static final byte[] CREATED = ascii("generationDate");
    private static final byte[] MODIFIED = ascii("lastModificationTime");

    private static final int DEEPEST = 32;
    private static final int LONGEST_ID = 18;
    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_WORD = 400;
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final byte END = 0;

    private final byte[] body;
    private int position;

    /** Where the word is that was read last. */
    private int start;

    private int end;

    private PlainPage(byte[] body) {
        this.body = body;
    }

    /** The page's records; empty if a parser has to look at it. */
    static Optional<List<PulledCustomer>> read(byte[] body) {
        try {
            return Optional.of(new PlainPage(body).page());
        } catch (Unusual other) {
            return Optional.empty();
        }
    }

    private List<PulledCustomer> page() throws Unusual {
        var records = new ArrayList<PulledCustomer>();
        var found = false;
        expect('{');
        do {
            name();
            if (isWord(MESSAGE)) {
                found = true;
                records(records);
            } else if (isWord(STATUS)) {
                word();
                require(isWord(SUCCESS));
            } else {
                value(0);
            }
        } while (take(','));
        expect('}');
        require(found && position == body.length);
        return records;
    }

    private void records(List<PulledCustomer> records) throws Unusual {
        expect('[');
        if (!take(']')) {
            do {
                records.add(record());
            } while (take(','));
            expect(']');
        }
    }

    private PulledCustomer record() throws Unusual {
        var first = position;
        var id = 0L;
        var created = PulledCustomer.UNKNOWN;
        var modified = PulledCustomer.UNKNOWN;
        expect('{');
        do {
            name();
            if (isWord(ID)) {
                id = id();
            } else if (isWord(CREATED)) {
                created = time();
            } else if (isWord(MODIFIED)) {
                modified = time();
            } else {
                value(0);
            }
        } while (take(','));
        expect('}');
        require(id != 0);
        return PulledCustomer.of(id, created, modified, Arrays.copyOfRange(body, first, position));
    }

    private long id() throws Unusual {
        var first = position;
        number();
        require(position - first <= LONGEST_ID);
        try {
            return Long.parseLong(text(first, position));
        } catch (NumberFormatException fraction) {
            throw new Unusual();
        }
    }

    private LocalDateTime time() throws Unusual {
        if (peek() == '{') {
            return calendar();
        }
        word();
        return VendorTime.ofText(text(start, end)).orElse(PulledCustomer.UNKNOWN);
    }

    private LocalDateTime calendar() throws Unusual {
        var fields = new CalendarFields();
        expect('{');
        do {
            name();
            var name = text(start, end);
            var first = position;
            number();
            fields.put(name, text(first, position));
        } while (take(','));
        expect('}');
        return fields.time().orElse(PulledCustomer.UNKNOWN);
    }

    /** Passes over a value. */
    private void value(int depth) throws Unusual {
        switch (peek()) {
            case '"' -> text();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> expect(TRUE);
            case 'f' -> expect(FALSE);
            case 'n' -> expect(NULL);
            default -> number();
        }
    }

    private void object(int depth) throws Unusual {
        require(depth < DEEPEST);
        expect('{');
        if (!take('}')) {
            do {
                name();
                value(depth);
            } while (take(','));
            expect('}');
        }
    }

    private void array(int depth) throws Unusual {
        require(depth < DEEPEST);
        expect('[');
        if (!take(']')) {
            do {
                value(depth);
            } while (take(','));
            expect(']');
        }
    }

    /** A name, with the colon behind it. */
    private void name() throws Unusual {
        word();
        expect(':');
    }

    /** A text of ASCII letters that stand for themselves. */
    private void word() throws Unusual {
        expect('"');
        start = position;
        letters();
        end = position;
        expect('"');
        require(end - start <= LONGEST_WORD);
    }

    private void text() throws Unusual {
        expect('"');
        letters();
        while (!take('"')) {
            var letter = next();
            if (letter == '\\') {
                escape();
            } else {
                furtherBytes(letter);
            }
            letters();
        }
    }

    /** Passes over letters that stand for themselves. Most of a page is such, so it is done without a call for each. */
    private void letters() {
        var at = position;
        while (at < body.length && body[at] >= ' ' && body[at] != '"' && body[at] != '\\') {
            at++;
        }
        position = at;
    }

    /** The rest of a letter in UTF-8, of which the first byte says how many bytes it has. */
    private void furtherBytes(byte first) throws Unusual {
        var count = Integer.numberOfLeadingZeros(~first << 24) - 1;
        require(count >= 1 && count <= 3);
        for (; count > 0; count--) {
            require((next() & 0xc0) == 0x80);
        }
    }

    private void escape() throws Unusual {
        var letter = next();
        if (letter == 'u') {
            for (var digit = 0; digit < 4; digit++) {
                require(Character.digit(next(), 16) >= 0);
            }
        } else {
            require(ESCAPED.indexOf(letter) >= 0);
        }
    }

    private void number() throws Unusual {
        var first = position;
        take('-');
        require(take('0') ? !isDigit(peek()) : digits());
        require(!take('.') || digits());
        if (take('e') || take('E')) {
            require(take('+') || take('-') || isDigit(peek()));
            require(digits());
        }
        require(position - first <= LONGEST_NUMBER);
    }

    private boolean digits() {
        var first = position;
        while (isDigit(peek())) {
            position++;
        }
        return position > first;
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private boolean isWord(byte[] word) {
        return end - start == word.length && Arrays.equals(body, start, end, word, 0, word.length);
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    private byte peek() {
        return position < body.length ? body[position] : END;
    }

    private byte next() throws Unusual {
        require(position < body.length);
        return body[position++];
    }

    private boolean take(char letter) {
        var there = peek() == letter;
        if (there) {
            position++;
        }
        return there;
    }

    private void expect(char letter) throws Unusual {
        require(take(letter));
    }

    private void expect(byte[] word) throws Unusual {
        for (var letter : word) {
            require(next() == letter);
        }
    }

    private static void require(boolean usual) throws Unusual {
        if (!usual) {
            throw new Unusual();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends the reading where it gets beyond what is known here. */
    private static final class Unusual extends Exception {
        private static final long serialVersionUID = 1;

        Unusual() {
            super("", null, false, false);
        }
    }
}
