package dev.daybook.client.check;

import java.util.List;
import java.util.stream.Stream;

/** The stand-ins of a check: each is a Daybook with one difference, and the questions that must report it. */
final class Twists {
    private Twists() {}

    static List<Twist> all() {
        return Stream.of(DayTwists.all(), RecordTwists.all(), RequestTwists.all(), AnswerTwists.all())
                .flatMap(List::stream)
                .toList();
    }
}
