package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WallClockTest {
    /** In every zone there is, at clock changes, around them and anywhere, forwards and backwards. */
    @Test
    void showsWhatTheZoneShows() {
        var random = new Random(1);
        for (var name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            var zone = ZoneId.of(name);
            var clock = new WallClock(zone);
            var change = Instant.parse("2001-01-01T00:00:00Z");
            for (var number = 0; number < 100; number++) {
                var next = zone.getRules().nextTransition(change);
                change = next == null ? change.plusSeconds(10_000_000) : next.getInstant();
                for (var offset : new long[] {0, -1, 1, -2, random.nextInt(), 0}) {
                    var instant = change.plusSeconds(offset).plusMillis(random.nextInt(1_000));
                    assertEquals(
                            LocalDateTime.ofInstant(instant, zone).withNano(0),
                            clock.at(instant),
                            name + " " + instant);
                }
            }
        }
    }
}
