package dev.daybook.client.answer;

import java.io.ByteArrayOutputStream;

/** A JSON document as one line, for files that have one record a line. */
public final class JsonLine {
    private JsonLine() {}

    /**
     * The document itself if it has no line breaks, which is usual; otherwise the same tokens without white space. A
     * line break can only be between tokens, because JSON escapes it within a text.
     */
    public static byte[] of(byte[] document) {
        for (var letter : document) {
            if (letter == '\n' || letter == '\r') {
                return withoutSpace(document);
            }
        }
        return document;
    }

    private static byte[] withoutSpace(byte[] document) {
        var line = new ByteArrayOutputStream(document.length);
        var inText = false;
        var escaped = false;
        for (var letter : document) {
            if (inText || (letter != ' ' && letter != '\t' && letter != '\n' && letter != '\r')) {
                line.write(letter);
            }
            if (escaped) {
                escaped = false;
            } else if (letter == '\\') {
                escaped = inText;
            } else if (letter == '"') {
                inText = !inText;
            }
        }
        return line.toByteArray();
    }
}
