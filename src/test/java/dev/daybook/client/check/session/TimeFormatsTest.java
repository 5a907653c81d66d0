package dev.daybook.client.check.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.check.json.Seen;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeFormatsTest {
    private static Seen seen(String json) {
        return Seen.strict(json).orElseThrow();
    }

    /** A pull needs year, month and day, and accepts no other fields. A check must not promise more. */
    @Test
    void aCalendarObjectIsReadAsByAPull() {
        var day = "{\"year\":2024,\"month\":4,\"dayOfMonth\":2%s}";
        assertEquals(Optional.of(LocalDateTime.of(2024, 5, 2, 0, 0)), TimeFormats.read(seen(day.formatted(""))));
        assertEquals(
                Optional.of(LocalDateTime.of(2024, 5, 2, 16, 15)),
                TimeFormats.read(seen(day.formatted(",\"hourOfDay\":16,\"minute\":\"15\""))));
        assertEquals(Optional.empty(), TimeFormats.read(seen(day.formatted(",\"zone\":\"India\""))));
        assertEquals(Optional.empty(), TimeFormats.read(seen(day.formatted(",\"second\":null"))));
        assertEquals(Optional.empty(), TimeFormats.read(seen("{\"year\":2024,\"month\":1,\"dayOfMonth\":30}")));
    }
}
