package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.day.PageOptions;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * The options of a pull: account, records and days.
 *
 * @param connection the server, the account and its key
 * @param pages the kind of the records, and the options for pages
 * @param from the first day, in the account's zone
 * @param to the last day, included
 * @param parallel the number of days to fetch at the same time
 */
public record PullOptions(Connection connection, PageOptions pages, LocalDate from, LocalDate to, int parallel) {
    public PullOptions {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the last day, " + to + ", is before the first, " + from);
        }
        if (parallel < 1) {
            throw new IllegalArgumentException("the number of parallel days must be 1 or more");
        }
    }

    /** The kind of the records. */
    public PulledKind kind() {
        return pages.kind();
    }

    Stream<LocalDate> days() {
        return from.datesUntil(to.plusDays(1));
    }

    /** The same pull with other options for pages. */
    public PullOptions withPages(PageOptions other) {
        return new PullOptions(connection, other, from, to, parallel);
    }

    /** The same pull with another page size. */
    public PullOptions withPageSize(int records) {
        return withPages(pages.withSize(records));
    }

    /** The same pull of other days. */
    public PullOptions withDays(LocalDate first, LocalDate last) {
        return new PullOptions(connection, pages, first, last, parallel);
    }
}
