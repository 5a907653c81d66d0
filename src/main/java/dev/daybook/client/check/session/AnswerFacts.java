package dev.daybook.client.check.session;

import java.net.http.HttpHeaders;

/**
 * The facts about an answer that the questions about all answers need. Unlike the answer, they are small.
 *
 * @param length the length of its body in bytes, after decompression
 * @param isSuccess whether it is a success
 * @param isHtml whether it is a page of HTML
 * @param isUtf8 whether its body is UTF-8
 * @param isAscii whether its body has only ASCII characters, which are the same in most encodings
 * @param isStrictJson whether its body is valid JSON in UTF-8
 */
public record AnswerFacts(
        HttpHeaders headers,
        int length,
        boolean isSuccess,
        boolean isHtml,
        boolean isUtf8,
        boolean isAscii,
        boolean isStrictJson) {
    /** Whether it has a header that is not blank. */
    public boolean has(String header) {
        return headers.firstValue(header).filter(value -> !value.isBlank()).isPresent();
    }
}
