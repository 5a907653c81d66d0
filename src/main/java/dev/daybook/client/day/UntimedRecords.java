package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Detects a server that sends the same record for two days. A readable time of creation shows the day of a record.
 * Records without a readable time are compared by id: with those of the last earlier day that has such records, and
 * with those of days outside the pull.
 */
public final class UntimedRecords {
    private final String word;
    private final Set<Long> outside = new HashSet<>();
    private Set<Long> before = new HashSet<>();
    private Set<Long> current = new HashSet<>();
    private LocalDate day = LocalDate.MIN;

    /**
     * A comparison for one pull.
     *
     * @param word the noun for one record, such as {@code customer}, for the message
     */
    public UntimedRecords(String word) {
        this.word = word;
    }

    /** Adds the ids of records that were pulled for a day. Days must be added in ascending order. */
    public void add(LocalDate of, Collection<Long> ids) {
        if (!of.equals(day)) {
            if (!current.isEmpty()) {
                before = current;
            }
            current = new HashSet<>();
            day = of;
        }
        current.addAll(ids);
    }

    /** Adds records of a day that is not pulled. */
    public void addOutside(List<PulledRecord> records) {
        outside.addAll(ids(records));
    }

    /**
     * Adds records of a day, and compares them with those of other days.
     *
     * @throws ClientException if one of the records has no readable time, and the server sent it for another day too
     */
    public void check(LocalDate of, List<PulledRecord> records) {
        var ids = ids(records);
        add(of, ids);
        for (var id : ids) {
            if (before.contains(id) || outside.contains(id)) {
                throw new ClientException(
                        Reason.MISBEHAVED,
                        "the server sent " + word + " " + id + " for " + of + " and for another day, and its time of"
                                + " creation cannot be read, so that nothing shows of which day it is: the server seems"
                                + " to ignore the dates that are asked for, or to add records of the day after");
            }
        }
    }

    private static List<Long> ids(List<PulledRecord> records) {
        return records.stream()
                .filter(record -> !record.hasTime())
                .map(PulledRecord::id)
                .toList();
    }
}
