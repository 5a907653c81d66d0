package dev.daybook.domain;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * What the clocks of a zone show, to the second. It remembers the offset from one clock change to the next, because
 * looking it up for each of a million records takes longer than all else. For one thread.
 */
public final class WallClock {
    private final ZoneRules rules;
    private ZoneOffset offset = ZoneOffset.UTC;
    private long since;
    private long until;

    /** A clock of this zone. */
    public WallClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** The local date and time at an instant. */
    public LocalDateTime at(Instant instant) {
        var second = instant.getEpochSecond();
        if (second < since || second >= until) {
            look(second);
        }
        return LocalDateTime.ofEpochSecond(second, 0, offset);
    }

    private void look(long second) {
        offset = rules.getOffset(Instant.ofEpochSecond(second));
        since = second(rules.previousTransition(Instant.ofEpochSecond(second + 1)), Long.MIN_VALUE);
        until = second(rules.nextTransition(Instant.ofEpochSecond(second)), Long.MAX_VALUE);
    }

    private static long second(@Nullable ZoneOffsetTransition transition, long otherwise) {
        return transition == null ? otherwise : transition.toEpochSecond();
    }
}
