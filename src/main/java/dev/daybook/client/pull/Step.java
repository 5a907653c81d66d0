package dev.daybook.client.pull;

import dev.daybook.client.Place;
import dev.daybook.domain.PullDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a pull is after a page.
 *
 * @param day whose page it was
 * @param next where the next page begins, empty if there is none
 * @param marks how far each of the files was then
 * @param digest what the day's records came to
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record Step(LocalDate day, Optional<Place> next, List<PartFile.Mark> marks, PullDigest digest) {
    private static final String NO_PLACE = "-";

    /** Before the first page of a day. */
    static Step before(LocalDate day, List<PartFile.Mark> marks) {
        return new Step(day, Optional.of(Place.START), marks, PullDigest.EMPTY);
    }

    String text() {
        return String.join(
                " ",
                day.toString(),
                next.map(Place::text).orElse(NO_PLACE),
                marks.stream().map(PartFile.Mark::text).collect(Collectors.joining(",")),
                Long.toString(digest.records()),
                digest.text());
    }

    /** Reads what {@link #text} wrote, behind the first word of a line. */
    static Step parse(String[] words) {
        return new Step(
                LocalDate.parse(words[1]),
                words[2].equals(NO_PLACE) ? Optional.empty() : Optional.of(Place.parse(words[2])),
                Stream.of(words[3].split(",", -1)).map(PartFile.Mark::parse).toList(),
                new PullDigest(Long.parseLong(words[4]), Long.parseUnsignedLong(words[5], 16)));
    }
}
