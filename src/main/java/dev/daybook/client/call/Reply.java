package dev.daybook.client.call;

import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.client.answer.text.Leniency;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP answer of a server.
 *
 * @param status its HTTP status
 * @param headers its headers
 * @param body its complete body
 * @param wireBytes the size of the body as it was transferred
 * @param leniency how the body deviates from its headers
 */
public record Reply(int status, HttpHeaders headers, byte[] body, long wireBytes, Set<Leniency> leniency) {
    /** An answer in whose body no deviation from its headers has been found so far. */
    public Reply(int status, HttpHeaders headers, byte[] body, long wireBytes) {
        this(status, headers, body, wireBytes, Set.of());
    }

    /**
     * The same answer, converted to UTF-8 from the charset in its Content-Type.
     *
     * @throws IllegalArgumentException if this charset is unknown, or if the body is not in it
     */
    Reply inUtf8() {
        var text = AnswerText.utf8(body, header("Content-Type").orElse(""));
        return new Reply(status, headers, text, wireBytes, leniency);
    }

    /** A header, empty if it is missing or blank. */
    public Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }
}
