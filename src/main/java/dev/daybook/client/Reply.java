package dev.daybook.client;

import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * A server's answer, unpacked.
 *
 * @param status its HTTP status
 * @param headers its headers
 * @param body its whole body
 * @param wireBytes how many bytes of body came over the wire
 */
public record Reply(int status, HttpHeaders headers, byte[] body, long wireBytes) {
    /** A header, empty if it is missing or blank. */
    public Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }
}
