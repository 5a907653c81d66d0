package dev.daybook.client.call;

import dev.daybook.wire.RetryAfter;
import java.time.Instant;
import java.util.Optional;

/**
 * Time of a server, by the Date header of its last answer. The clock of this machine may be ahead of it; and records
 * are created on a day until the day is over at the server.
 */
public final class ServerClock {
    private volatile Optional<Answer> last = Optional.empty();

    private record Answer(Instant date, long nanos) {}

    /** Reads the time of an answer. Without a Date that can be read, the time of an earlier answer stays. */
    void read(Reply reply) {
        reply.header("Date")
                .flatMap(RetryAfter::date)
                .ifPresent(date -> last = Optional.of(new Answer(date, System.nanoTime())));
    }

    /**
     * The earlier of two times: this one, and the server's. Only the earlier one is safe: a Date that is wrong, or
     * older than its answer, then delays the end of a day, but loses no records.
     *
     * @param here the time by the clock of this machine, which is used if no answer had a Date
     */
    public Instant earlier(Instant here) {
        return last.map(answer -> answer.date.plusNanos(System.nanoTime() - answer.nanos))
                .filter(here::isAfter)
                .orElse(here);
    }
}
