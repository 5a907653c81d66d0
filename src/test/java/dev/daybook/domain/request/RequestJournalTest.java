package dev.daybook.domain.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The journal is in memory, so both its requests and its keys are bounded. */
class RequestJournalTest {
    private final RequestJournal journal = new RequestJournal(Clock.systemUTC());

    @Test
    void theLastHundredRequestsOfAKeyAreKept() {
        IntStream.rangeClosed(1, 101).forEach(number -> add(1, "request " + number));
        assertEquals(
                IntStream.range(0, 100)
                        .mapToObj(before -> "request " + (101 - before))
                        .toList(),
                requests(1));
    }

    @Test
    void theKeyThatWasNotUsedForLongestIsForgotten() {
        IntStream.rangeClosed(1, 1_000).forEach(key -> add(key, "first"));
        add(1, "second");
        add(1_001, "first");
        assertEquals(List.of("second", "first"), requests(1));
        assertEquals(List.of(), requests(2));
        assertEquals(List.of("first"), requests(1_001));
    }

    private void add(long key, String request) {
        journal.add(key, at -> new RequestJournal.Entry(at, "operation", 200, 1, request, "", ""));
    }

    private List<String> requests(long key) {
        return journal.of(key).stream().map(RequestJournal.Entry::requestId).toList();
    }
}
