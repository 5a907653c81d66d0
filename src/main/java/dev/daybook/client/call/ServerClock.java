package dev.daybook.client.call;

import dev.daybook.wire.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of a server, by the Date header of its last answer. A pull needs it to decide whether a day is over: the
 * server creates records on a day until the day is over by the server's clock, and this machine's clock may be ahead.
 */
public final class ServerClock {
    /**
     * If the server's clock seems to be further behind than this, it is ignored: a clock that was never set is years
     * behind.
     */
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
     * The earlier of {@code here} and the server's time. The earlier time is safe: a Date that is a little wrong, or
     * older than its answer, can only delay the end of a day, so no records are lost. A Date that is more than a day
     * earlier is ignored: otherwise days that ended long ago would count as not over, and be checked less strictly.
     *
     * @param here the time by the clock of this machine, which is used if no answer had a Date, or the Date is ignored
     */
    public Instant earlier(Instant here) {
        return last.map(answer -> answer.date.plusNanos(System.nanoTime() - answer.nanos))
                .filter(there -> there.isBefore(here) && !there.isBefore(here.minus(MOST_BEHIND)))
                .orElse(here);
    }
}
