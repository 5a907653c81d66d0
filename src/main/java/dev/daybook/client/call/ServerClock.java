package dev.daybook.client.call;

import dev.daybook.wire.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Time of a server, by the Date header of its last answer. The clock of this machine may be ahead of it; and records
 * are created on a day until the day is over at the server.
 */
public final class ServerClock {
    /** The most that the server's clock is believed to be behind, as a clock that was never set is years behind. */
    private static final Duration MOST_BEHIND = Duration.ofDays(1);

    private volatile Optional<Answer> last = Optional.empty();

    private record Answer(Instant date, long nanos) {}

    /** Reads the time of an answer. Without a Date that can be read, the time of an earlier answer stays. */
    void read(Reply reply) {
        reply.header("Date")
                .flatMap(RetryAfter::date)
                .ifPresent(date -> last = Optional.of(new Answer(date, System.nanoTime())));
    }

    /**
     * The earlier of two times: this one, and the server's. Only the earlier one is safe: a Date that is a little
     * wrong, or older than its answer, then delays the end of a day, but loses no records. A Date that is more than a
     * day earlier is ignored: with it, days that ended long ago would count as open, and be checked less.
     *
     * @param here the time by the clock of this machine, which is used if no answer had a Date, or the Date is ignored
     */
    public Instant earlier(Instant here) {
        return last.map(answer -> answer.date.plusNanos(System.nanoTime() - answer.nanos))
                .filter(there -> there.isBefore(here) && !there.isBefore(here.minus(MOST_BEHIND)))
                .orElse(here);
    }
}
