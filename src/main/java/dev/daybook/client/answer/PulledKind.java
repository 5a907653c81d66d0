package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of record that is pulled by the days of its creation: its paths and requests, the keys that the puller reads, and
 * its columns in a table. Everything else in a pull is the same for every kind.
 */
public interface PulledKind {
    /** The kind, which has its words. */
    RecordKind kind();

    /** The word for one record. */
    default String word() {
        return kind().word();
    }

    /** The word for several records. */
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
     * The request for a page of a window of days.
     *
     * @param from the first date that is sent
     * @param to the last date that is sent
     * @param cursor the server's cursor for the page; if it is empty, the offset is sent
     */
    byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor);

    /** The same for one day, for a server that includes the last date. */
    default byte[] request(long cmId, LocalDate day, int limit, long offset, String cursor) {
        return request(cmId, day, day, limit, offset, cursor);
    }

    /** The keys of a record that the puller reads. */
    RecordKeys keys();

    /** A key that only records of this kind have, by which files are recognised. */
    String ownKey();

    /** The columns in the order of the server's record, without the list. */
    List<PulledColumn> columns();

    /** The list of objects in each record that a table may have, if there is one. */
    Optional<PulledList> list();

    /** The puller's view of a kind. */
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

    /** The kind of a record with these keys, empty if it is unknown. */
    static Optional<PulledKind> having(Set<String> keys) {
        return all().stream().filter(kind -> keys.contains(kind.ownKey())).findFirst();
    }
}
