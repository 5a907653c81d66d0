package dev.daybook.client.check;

import java.util.List;
import java.util.stream.Stream;

/** All twists: each is a difference from Daybook, and the questions of a check that must report the difference. */
final class Twists {
    private Twists() {}

    static List<Twist> all() {
        return Stream.of(DayTwists.all(), RecordTwists.all(), RequestTwists.all(), AnswerTwists.all())
                .flatMap(List::stream)
                .toList();
    }
}
