package dev.daybook.client.answer;

import java.nio.charset.StandardCharsets;

/**
 * Scans JSON byte by byte. It creates no objects for tokens. It supports only a part of JSON: no white space between
 * tokens, names in ASCII without escapes, and limits for depth, names and numbers. At all other JSON it throws {@link
 * Unusual}.
 */
final class JsonBytes {
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 400;

    /** The most digits of an exponent. With more, a number may have more digits than a computer can hold. */
    static final int LONGEST_EXPONENT = 4;

    private static final int LONGEST_WORD = 400;
    private static final byte END = 0;

    private final byte[] body;
    private int position;

    /** The bounds of the last word, which is the text that {@link #readWord} read last. */
    private int start;

    private int end;

    JsonBytes(byte[] body) {
        this.body = body;
    }

    /** Skips a value. */
    void value() throws Unusual {
        value(0);
    }

    private void value(int depth) throws Unusual {
        switch (peek()) {
            case '"' -> text();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> expect("true");
            case 'f' -> expect("false");
            case 'n' -> expect("null");
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

    /** Reads a name and the colon after it. */
    void name() throws Unusual {
        readWord();
        expect(':');
    }

    /** Reads a text without escapes. */
    void readWord() throws Unusual {
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

    /** Skips ASCII characters that are not escaped. Most of a page consists of them, so there is no call for each. */
    private void letters() {
        var at = position;
        while (at < body.length && body[at] >= ' ' && body[at] != '"' && body[at] != '\\') {
            at++;
        }
        position = at;
    }

    /** Skips the rest of a UTF-8 character, whose first byte gives its length. */
    private void furtherBytes(byte first) throws Unusual {
        var count = Integer.numberOfLeadingZeros(~first << 24) - 1;
        require(count >= 1 && count <= 3 && isUsual(first & 0xff, peek() & 0xff));
        for (; count > 0; count--) {
            require((next() & 0xc0) == 0x80);
        }
    }

    /** Whether two bytes may begin a UTF-8 character: no overlong form, no surrogate, no value above U+10FFFF. */
    private static boolean isUsual(int first, int second) {
        return switch (first) {
            case 0xc0, 0xc1 -> false;
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> first < 0xf5;
        };
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

    /** Skips a number. */
    void number() throws Unusual {
        var first = position;
        take('-');
        require(take('0') ? !isDigit(peek()) : digits());
        require(!take('.') || digits());
        if (take('e') || take('E')) {
            require(take('+') || take('-') || isDigit(peek()));
            var exponent = position;
            require(digits() && position - exponent <= LONGEST_EXPONENT);
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

    /** Whether the text that {@link #readWord} read last is this word, which is in ASCII. */
    boolean isWord(String word) {
        var isSame = end - start == word.length();
        for (var at = 0; isSame && at < word.length(); at++) {
            isSame = body[start + at] == word.charAt(at);
        }
        return isSame;
    }

    /** The text that {@link #readWord} read last. */
    String word() {
        return text(start, end);
    }

    /** The bytes from an index up to the current position, as a text. */
    String textFrom(int from) {
        return text(from, position);
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    int position() {
        return position;
    }

    boolean isAtEnd() {
        return position == body.length;
    }

    /** The next byte, or 0 at the end; does not advance. */
    byte peek() {
        return position < body.length ? body[position] : END;
    }

    private byte next() throws Unusual {
        require(position < body.length);
        return body[position++];
    }

    /** Skips this character if it is the next one. Returns whether it was. */
    boolean take(char letter) {
        var there = peek() == letter;
        if (there) {
            position++;
        }
        return there;
    }

    void expect(char letter) throws Unusual {
        require(take(letter));
    }

    private void expect(String word) throws Unusual {
        for (var at = 0; at < word.length(); at++) {
            require(next() == word.charAt(at));
        }
    }

    static void require(boolean usual) throws Unusual {
        if (!usual) {
            throw new Unusual();
        }
    }

    /** Ends the scan at JSON that is not supported here. */
    static final class Unusual extends Exception {
        private static final long serialVersionUID = 1;

        Unusual() {
            super("", null, false, false);
        }
    }
}
