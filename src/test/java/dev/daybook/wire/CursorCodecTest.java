package dev.daybook.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class CursorCodecTest {
    private static final long CM_ID = 1_000_298;

    private static Optional<PagePosition> read(String word) {
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
                var position = new PagePosition(Instant.ofEpochMilli(millis), id);
                assertEquals(Optional.of(position), read(CursorCodec.write(RecordKind.CUSTOMER, CM_ID, position)));
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
        var pull = CursorCodec.write(RecordKind.CUSTOMER, CM_ID, new PagePosition(Instant.EPOCH, 1));
        var change = CursorCodec.write(RecordKind.CUSTOMER, CM_ID, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> readChange(pull));
        assertThrows(ProblemException.class, () -> read(change));
    }

    @Test
    void cursorsOfAnotherKindOfRecordAreRefused() {
        var tickets = CursorCodec.write(RecordKind.TICKET, CM_ID, new PagePosition(Instant.EPOCH, 1));
        var ticketChanges = CursorCodec.write(RecordKind.TICKET, CM_ID, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> read(tickets));
        assertThrows(ProblemException.class, () -> readChange(ticketChanges));
    }

    @Test
    void cursorsOfAnotherAccountAreRefused() {
        var pull = CursorCodec.write(RecordKind.CUSTOMER, CM_ID + 1, new PagePosition(Instant.EPOCH, 1));
        var change = CursorCodec.write(RecordKind.CUSTOMER, CM_ID + 1, new FeedPosition(0, 1));
        assertThrows(ProblemException.class, () -> read(pull));
        assertThrows(ProblemException.class, () -> readChange(change));
    }

    @Test
    void aCursorWithAnyChangedLetterIsRefused() {
        var word = CursorCodec.write(
                RecordKind.CUSTOMER, CM_ID, new PagePosition(Instant.parse("2024-05-02T10:45:42.249Z"), 100_000_003));
        // Some bits of the last letter decode to nothing, so it is the only one that may change unnoticed.
        for (var i = 0; i < word.length() - 1; i++) {
            var damaged = word.substring(0, i) + (word.charAt(i) == 'A' ? 'B' : 'A') + word.substring(i + 1);
            assertThrows(ProblemException.class, () -> read(damaged), damaged);
        }
        assertThrows(ProblemException.class, () -> read(word.substring(1)));
    }
}
