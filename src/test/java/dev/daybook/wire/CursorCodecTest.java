package dev.daybook.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class CursorCodecTest {
    private static final long CM_ID = 1_000_298;
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final PullCursor FIRST = new PullCursor(Instant.EPOCH, new PagePosition(Instant.EPOCH, 1));

    private static Optional<PullCursor> read(String word) {
        return CursorCodec.read(RecordKind.CUSTOMER, CM_ID, fields(word), "cursor");
    }

    private static Optional<FeedPosition> readChange(String word) {
        return CursorCodec.readChange(RecordKind.CUSTOMER, CM_ID, fields(word), "cursor");
    }

    private static Fields fields(String word) {
        return JsonBody.parse(("{\"cursor\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pullPositionsSurviveARoundTrip() {
        for (var millis : new long[] {Long.MIN_VALUE, -1, 0, 1_714_646_742_249L, Long.MAX_VALUE}) {
            for (var id : new long[] {0, 1, 100_000_003, Long.MAX_VALUE}) {
                var cursor = new PullCursor(NOON, new PagePosition(Instant.ofEpochMilli(millis), id));
                assertEquals(Optional.of(cursor), read(CursorCodec.write(RecordKind.CUSTOMER, CM_ID, cursor)));
            }
        }
    }

    @Test
    void feedPositionsSurviveARoundTrip() {
        for (var number : new long[] {0, 1, 4_000_000_000L, Long.MAX_VALUE}) {
            var position = new FeedPosition(number, 100_000_003);
            assertEquals(Optional.of(position), readChange(CursorCodec.write(RecordKind.CUSTOMER, CM_ID, position)));
        }
    }

    @Test
    void cursorsOfPullsAndOfTheFeedAreNotInterchangeable() {
        var pull = CursorCodec.write(RecordKind.CUSTOMER, CM_ID, FIRST);
        var change = CursorCodec.write(RecordKind.CUSTOMER, CM_ID, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> readChange(pull));
        assertThrows(ProblemException.class, () -> read(change));
    }

    @Test
    void cursorsOfAnotherKindOfRecordAreRefused() {
        var tickets = CursorCodec.write(RecordKind.TICKET, CM_ID, FIRST);
        var ticketChanges = CursorCodec.write(RecordKind.TICKET, CM_ID, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> read(tickets));
        assertThrows(ProblemException.class, () -> readChange(ticketChanges));
    }

    @Test
    void cursorsOfAnotherAccountAreRefused() {
        var pull = CursorCodec.write(RecordKind.CUSTOMER, CM_ID + 1, FIRST);
        var change = CursorCodec.write(RecordKind.CUSTOMER, CM_ID + 1, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> read(pull));
        assertThrows(ProblemException.class, () -> readChange(change));
    }

    @Test
    void aCursorWithAnyChangedLetterIsRefused() {
        var word = CursorCodec.write(
                RecordKind.CUSTOMER,
                CM_ID,
                new PullCursor(NOON, new PagePosition(Instant.parse("2024-05-02T10:45:42.249Z"), 100_000_003)));
        // Some bits of the last letter decode to nothing, so it is the only one that may change unnoticed.
        for (var i = 0; i < word.length() - 1; i++) {
            var damaged = word.substring(0, i) + (word.charAt(i) == 'A' ? 'B' : 'A') + word.substring(i + 1);
            assertThrows(ProblemException.class, () -> read(damaged), damaged);
        }
        assertThrows(ProblemException.class, () -> read(word.substring(1)));
    }

    @ParameterizedTest
    @CsvSource({
        // The cursor is of a pull that begins at 12:00, and at a record of 15:00.
        "12:00, 18:00, true", // the same window
        "12:00, 15:01, true", // the same start, and an earlier end behind the record
        "12:00, 23:00, true", // the same start, and a later end
        "16:00, 23:00, true", // a window behind the record begins with its first record
        "12:00, 15:00, false", // the record is behind the window
        "11:00, 18:00, false", // would skip the records from 11:00 to 12:00
        "13:00, 18:00, false"
    })
    void aCursorIsForAPullWithTheSameStart(String start, String end, boolean accepted) {
        var position = new PagePosition(Instant.parse("2024-05-02T15:00:00Z"), 7);
        var page = new AskedPage(10, 0, Optional.of(new PullCursor(NOON, position)));
        var window = Optional.of(new Window(at(start), at(end)));
        if (accepted) {
            assertEquals(new PageRequest(10, 0, Optional.of(position)), page.in(window));
        } else {
            assertThrows(ProblemException.class, () -> page.in(window));
        }
    }

    private static Instant at(String time) {
        return Instant.parse("2024-05-02T" + time + ":00Z");
    }
}
