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
 * @param body its complete body
 * @param wireBytes the size of the body as it was transferred
 * @param leniency how the body deviates from its headers
 */
public record Reply(int status, HttpHeaders headers, byte[] body, long wireBytes, Set<Leniency> leniency) {
    /** An answer whose body has no known deviation from its headers. */
    public Reply(int status, HttpHeaders headers, byte[] body, long wireBytes) {
        this(status, headers, body, wireBytes, Set.of());
    }

    /**
     * The same answer, decompressed and in UTF-8. If the status is not 200, a body that is damaged or too large is left
     * as it was sent, because the status alone says what happened.
     *
     * @param ofWrite whether it is the answer to a write
     * @throws IllegalArgumentException if the status is 200, and the body is damaged or, after a read, not in the
     *     charset of its Content-Type
     * @throws ClientException if the status is 200 and the body is too large
     */
    Reply readable(boolean ofWrite) {
        try {
            return Packing.unpack(this).inUtf8(status == 200 && !ofWrite);
        } catch (IllegalArgumentException | ClientException damaged) {
            if (status == 200) {
                throw damaged;
            }
            return this;
        }
    }

    /**
     * The same answer, converted to UTF-8 from the charset in its Content-Type.
     *
     * @param strict whether to throw an exception if this charset is unknown, or if the body is not in it. Otherwise
     *     such a body is left as it is: valid JSON still shows whether the server executed a write, and why it refused
     *     a request
     */
    private Reply inUtf8(boolean strict) {
        try {
            var text = AnswerText.utf8(body, header("Content-Type").orElse(""));
            return new Reply(status, headers, text, wireBytes, leniency);
        } catch (IllegalArgumentException otherCharset) {
            if (strict) {
                throw otherCharset;
            }
            return this;
        }
    }

    /** A header, empty if it is missing or blank. */
    public Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }
}
