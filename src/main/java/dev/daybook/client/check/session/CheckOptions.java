package dev.daybook.client.check.session;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which server is checked, and how politely.
 *
 * @param server its address
 * @param token the key, as the Authorization header has it after {@code Basic}
 * @param cmId the account
 * @param day a day that has records; empty to look for one
 * @param zone the account's zone, empty if it is not told
 * @param rate how many requests a second at most, 0 for no bound
 * @param timeout how long one call may take
 * @param longestWait the longest wait between two attempts of a call
 * @param write whether records may be added and changed
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record CheckOptions(
        URI server,
        String token,
        long cmId,
        Optional<LocalDate> day,
        Optional<ZoneId> zone,
        double rate,
        Duration timeout,
        Duration longestWait,
        boolean write) {
    /** Hides the token from logs and error messages. */
    @Override
    public String toString() {
        return "CheckOptions[account " + cmId + "]";
    }
}
