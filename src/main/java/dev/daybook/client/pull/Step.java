package dev.daybook.client.pull;

import dev.daybook.client.day.PageCursor;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a pull after a page, from which a later run can resume.
 *
 * @param day the day of the page
 * @param next the next page, empty if there is none
 * @param offsets the end of each file after the page
 * @param digest the digest of the day's records so far
 */
record Step(LocalDate day, Optional<PageCursor> next, List<FileOffset> offsets, PullDigest digest) {
    private static final String NO_PAGE = "-";

    /**
     * An offset in a file. The bytes before it are valid.
     *
     * @param length the number of bytes before it
     * @param checksum the CRC-32 of these bytes
     */
    record FileOffset(long length, long checksum) {
        static final FileOffset START = new FileOffset(0, 0);

        /** The offset as text for the journal. */
        String text() {
            return length + ":" + Long.toHexString(checksum);
        }

        /** Parses the result of {@link #text}. */
        static FileOffset parse(String text) {
            var colon = text.indexOf(':');
            return new FileOffset(
                    Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1), 16));
        }
    }

    /** The step before the first page of a day. */
    static Step before(LocalDate day, List<FileOffset> offsets) {
        return new Step(day, Optional.of(PageCursor.START), offsets, PullDigest.EMPTY);
    }

    /** The step as text for the journal. */
    String text() {
        return String.join(
                " ",
                day.toString(),
                next.map(PageCursor::text).orElse(NO_PAGE),
                offsets.stream().map(FileOffset::text).collect(Collectors.joining(",")),
                Long.toString(digest.records()),
                digest.text());
    }

    /** Parses the result of {@link #text}, from the second word of a line on. */
    static Step parse(String[] words) {
        return new Step(
                LocalDate.parse(words[1]),
                words[2].equals(NO_PAGE) ? Optional.empty() : Optional.of(PageCursor.parse(words[2])),
                Stream.of(words[3].split(",", -1)).map(FileOffset::parse).toList(),
                PullDigest.of(Long.parseLong(words[4]), words[5]));
    }
}
