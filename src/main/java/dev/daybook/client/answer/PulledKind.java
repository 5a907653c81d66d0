package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of record that is pulled by the days of its creation: where its pages are asked for, what a puller looks at in
 * a record, and the columns that it has in a table. All the rest, from the first request to the last file, is the same
 * for every kind.
 */
public interface PulledKind {
    /** Which kind it is, and so the words for it. */
    RecordKind kind();

    /** The word for one of them. */
    default String word() {
        return kind().word();
    }

    /** The word for several of them. */
    default String plural() {
        return kind().plural();
    }

    /** The path of its pull. */
    String path();

    /** The path of Daybook's proof of such a pull. */
    String proofPath();

    /** The path of Daybook's feed of its changes. */
    String changesPath();

    /**
     * A request for a page of a window of days, as its caller sends it.
     *
     * @param from the first date that is sent
     * @param to the last date that is sent
     * @param cursor where the page begins in the server's own words; if it is empty, the offset counts
     */
    byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor);

    /** The same for one day, by a server that counts the last date in. */
    default byte[] request(long cmId, LocalDate day, int limit, long offset, String cursor) {
        return request(cmId, day, day, limit, offset, cursor);
    }

    /** The keys by which a puller tells one record from another. */
    RecordKeys keys();

    /** A key that only records of this kind have. */
    String ownKey();

    /** Its columns in the order of the server's record, without the list. */
    List<PulledColumn> columns();

    /** The list of objects in each record that a table may have, if there is one. */
    Optional<PulledList> list();

    /** The kind of these records. */
    static PulledKind of(RecordKind kind) {
        return switch (kind) {
            case CUSTOMER -> new PulledCustomers();
            case TICKET -> new PulledTickets();
            case ORDER -> new PulledOrders();
        };
    }

    /** All kinds. */
    static List<PulledKind> all() {
        return Arrays.stream(RecordKind.values()).map(PulledKind::of).toList();
    }

    /** The kind of a record that has these keys, empty if it is like none. */
    static Optional<PulledKind> having(Set<String> keys) {
        return all().stream().filter(kind -> keys.contains(kind.ownKey())).findFirst();
    }
}
