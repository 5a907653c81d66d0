package dev.daybook.wire.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A ticket must not end before it begins. The times in a pulled file have no seconds and no offset, so an end that may
 * be later is accepted.
 */
class TicketRowEndTest {
    /** On 27 October 2024 the clocks of this zone show the hour from 2:00 to 3:00 twice. */
    private static final RowRules RULES = RowRules.of(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2024-05-02 10:00:50, 2024-05-02 09:59:00",
        "2024-05-02 10:00:50, 2024-05-02 10:00:49",
        "2024-05-02 10:00:00, 2024-05-02 09:59:59.999",
        "2024-05-02 10:00:00, 2024-05-02",
        "2024-05-02T10:00:00Z, 2024-05-02 11:59:00",
        "2024-10-27 02:50:00, 2024-10-27 01:59:00",
        "2024-10-27 03:00:00, 2024-10-27 02:10:00"
    })
    void aTicketThatEndsBeforeItBeginsIsRefused(String created, String ended) {
        var refused = assertThrows(ProblemException.class, () -> read(created, ended));
        assertEquals("ended_at: before created_at", refused.detail());
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-02 10:00:50, 2024-05-02 10:00:50, 2024-05-02T08:00:50Z",
        "2024-05-02 10:00:50, 2024-05-02 10:00:00, 2024-05-02T08:00:00Z",
        "2024-05-02 10:00:00, 2024-05-02 10:00:50, 2024-05-02T08:00:50Z",
        "2024-10-27 02:50:10, 2024-10-27 02:10:00, 2024-10-27T00:10:00Z",
        "2024-10-27 02:50:10, 2024-10-27 02:10:00+02:00, 2024-10-27T00:10:00Z"
    })
    void timesThatAPulledFileMayHaveAreRead(String created, String ended, Instant read) {
        assertEquals(
                Optional.of(read),
                Optional.ofNullable(read(created, ended).change().times().get(TicketTime.ENDED)));
    }

    /** The row of an existing ticket needs no time of creation. */
    @ParameterizedTest
    @CsvSource({"2024-05-02 10:00:00,", ", 2024-05-02 10:00:00"})
    void oneOfTheTwoTimesIsEnough(String created, String ended) {
        var row = read(created == null ? "" : created, ended == null ? "" : ended);
        assertEquals(created != null, row.createdAt().isPresent());
        assertEquals(ended != null, row.change().times().containsKey(TicketTime.ENDED));
    }

    private static TicketRow read(String created, String ended) {
        return TicketRow.from(
                FileRow.ofTexts(Map.of("title", "Lamp", "created_at", created, "ended_at", ended)), RULES);
    }
}
