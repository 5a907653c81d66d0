package dev.daybook.console.page.data;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Comparison of a file with the account, day by day.
 *
 * @param file the name of the file
 * @param days each compared day
 * @param others how many records of the file are of days that were not compared
 * @param differing the account's digests of the days that differ
 * @param differences the records that differ, only of the first days in {@code differing}; {@link #unlisted} says how
 *     many days are left out
 */
public record ComparedDays(
        String file,
        RecordKind kind,
        List<Day> days,
        long others,
        List<DayDigest> differing,
        List<DayDifference> differences) {
    private static final int SHOWN_IDS = 20;

    public ComparedDays {
        days = List.copyOf(days);
        differing = List.copyOf(differing);
        differences = List.copyOf(differences);
    }

    /**
     * A compared day.
     *
     * @param here how many records the file has
     * @param there how many records the account has
     * @param same whether both have the same records
     */
    public record Day(LocalDate day, long here, long there, boolean same) {
        /** Whether neither the file nor the account has records of this day. */
        public boolean isEmpty() {
            return here == 0 && there == 0;
        }
    }

    /**
     * A month with compared days.
     *
     * @param days its compared days
     */
    public record Month(YearMonth month, List<Day> days) {
        public Month {
            days = List.copyOf(days);
        }
    }

    /**
     * Compares digests. The records are not compared yet.
     *
     * @param here the digest of each day that the file has records of
     * @param proven the digest of each day to compare
     */
    static ComparedDays of(
            String file, RecordKind kind, SortedMap<LocalDate, PullDigest> here, List<DayDigest> proven) {
        var days = new ArrayList<Day>();
        var differing = new ArrayList<DayDigest>();
        var compared = 0L;
        for (var day : proven) {
            var digest = here.getOrDefault(day.day(), PullDigest.EMPTY);
            var same = digest.equals(day.digest());
            days.add(new Day(day.day(), digest.records(), day.digest().records(), same));
            compared += digest.records();
            if (!same) {
                differing.add(day);
            }
        }
        var all = here.values().stream().mapToLong(PullDigest::records).sum();
        return new ComparedDays(file, kind, days, all - compared, differing, List.of());
    }

    /** This comparison with the differences of the first days that differ. */
    ComparedDays with(List<DayDifference> records) {
        return new ComparedDays(file, kind, days, others, differing, records);
    }

    /** The first compared day. */
    public LocalDate first() {
        return days.get(0).day();
    }

    /** The last compared day. */
    public LocalDate last() {
        return days.get(days.size() - 1).day();
    }

    /** How many records of the file were compared. */
    public long records() {
        return days.stream().mapToLong(Day::here).sum();
    }

    /** How many differing days were not compared record by record. */
    public int unlisted() {
        return differing.size() - differences.size();
    }

    /** The compared days month by month. */
    public List<Month> months() {
        return days.stream()
                .map(day -> YearMonth.from(day.day()))
                .distinct()
                .map(month -> new Month(
                        month,
                        days.stream()
                                .filter(day -> YearMonth.from(day.day()).equals(month))
                                .toList()))
                .toList();
    }

    /** The first of these ids, as many as the page shows. */
    public static Stream<Long> shown(List<Long> ids) {
        return ids.stream().limit(SHOWN_IDS);
    }

    /** How many of these ids are not shown. */
    public static int more(List<Long> ids) {
        return Math.max(0, ids.size() - SHOWN_IDS);
    }
}
