package dev.daybook.domain.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of an account's working time and sub-statuses. */
class TicketRulesTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, true",
        "PT1M, true",
        "PT87839H59M, true",
        "PT87840H, false",
        "PT30S, false",
        "PT-1M, false",
    })
    void theAllowedTimeIsWholeMinutesOfLessThan3660Days(Duration time, boolean allowed) {
        assertEquals(allowed, TicketRules.isAllowed(time));
    }

    @Test
    void aKeyOf64AndANameOf200CharactersAreTheLongest() {
        var key = "K".repeat(64);
        var name = "n".repeat(200);
        assertEquals(key, new SubStatus(key, name, false).key());
        assertThrows(IllegalArgumentException.class, () -> new SubStatus(key + "K", name, false));
        assertThrows(IllegalArgumentException.class, () -> new SubStatus(key, name + "n", false));
    }
}
