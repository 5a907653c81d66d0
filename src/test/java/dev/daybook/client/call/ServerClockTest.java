package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Date header counts if it is earlier than this machine's clock, but not so early that it must be wrong. */
class ServerClockTest {
    private static final Instant HERE = Instant.parse("2024-05-02T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"2024-05-02T09:50:00Z", "2024-05-01T10:00:00Z"})
    void aServerThatIsBehindByAtMostADayHasTheEarlierTime(String date) {
        var behind = Duration.between(Instant.parse(date), at(date).earlier(HERE));
        assertTrue(!behind.isNegative() && behind.compareTo(Duration.ofMinutes(5)) < 0, behind::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2024-05-01T09:50:00Z", "2024-05-02T10:00:01Z"})
    void aDateThatIsLaterOrMoreThanADayEarlierChangesNothing(String date) {
        assertEquals(HERE, at(date).earlier(HERE));
    }

    @Test
    void withoutADateTheTimeIsThatOfThisMachine() {
        assertEquals(HERE, new ServerClock().earlier(HERE));
    }

    private static ServerClock at(String date) {
        var text =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.parse(date).atOffset(ZoneOffset.UTC));
        var headers = HttpHeaders.of(Map.of("Date", List.of(text)), (name, value) -> true);
        var clock = new ServerClock();
        clock.read(new Reply(200, headers, new byte[0], 0));
        return clock;
    }
}
