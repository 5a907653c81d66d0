package dev.daybook.client.server;

import dev.daybook.client.answer.EmptyShape;
import dev.daybook.client.answer.text.Leniency;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The behaviour of a server in pulls of one kind of record, where the vendor's reference is silent. Each part may be
 * unknown, so that a profile can be filled step by step. It contains no data of the records.
 *
 * @param windowEnd whether a window includes its end date
 * @param paging how the server divides a day into pages
 * @param tellsMore whether each page says whether more records follow
 * @param largestPage the largest number of records that a page had, 0 if no page had any
 * @param fullPages whether a page had as many records as the limit of its request; if so, a page with fewer records is
 *     the last one of its day
 * @param stableOrder whether equal requests get the same records in the same order
 * @param emptyDay the form of the answer for a day without records
 * @param leniency how answers deviate from their headers or from valid JSON
 */
public record ServerProfile(
        WindowEnd windowEnd,
        Paging paging,
        Known tellsMore,
        int largestPage,
        Known fullPages,
        Known stableOrder,
        EmptyShape emptyDay,
        Set<Leniency> leniency) {
    /** The profile of a server about which nothing is known. */
    public static final ServerProfile NOTHING = new ServerProfile(
            WindowEnd.UNKNOWN,
            Paging.UNKNOWN,
            Known.UNKNOWN,
            0,
            Known.UNKNOWN,
            Known.UNKNOWN,
            EmptyShape.UNKNOWN,
            Set.of());

    public ServerProfile {
        if (largestPage < 0) {
            throw new IllegalArgumentException("a page cannot have " + largestPage + " records");
        }
        leniency = Set.copyOf(leniency);
    }

    /** The same profile with this value of {@code windowEnd}. */
    public ServerProfile with(WindowEnd end) {
        return new ServerProfile(end, paging, tellsMore, largestPage, fullPages, stableOrder, emptyDay, leniency);
    }

    /** The same profile with this kind of paging. */
    public ServerProfile with(Paging other) {
        return new ServerProfile(windowEnd, other, tellsMore, largestPage, fullPages, stableOrder, emptyDay, leniency);
    }

    /** The same profile with this value of {@code emptyDay}. */
    public ServerProfile with(EmptyShape empty) {
        return new ServerProfile(windowEnd, paging, tellsMore, largestPage, fullPages, stableOrder, empty, leniency);
    }

    /** The same profile with this value of {@code tellsMore}. */
    public ServerProfile tellingMore(Known tells) {
        return new ServerProfile(windowEnd, paging, tells, largestPage, fullPages, stableOrder, emptyDay, leniency);
    }

    /** The same profile with this value of {@code stableOrder}. */
    public ServerProfile ordered(Known stable) {
        return new ServerProfile(windowEnd, paging, tellsMore, largestPage, fullPages, stable, emptyDay, leniency);
    }

    /**
     * The same profile after a page has arrived.
     *
     * @param asked the limit of the request
     * @param had the number of records in the page
     */
    public ServerProfile after(int asked, int had) {
        return new ServerProfile(
                windowEnd,
                paging,
                tellsMore,
                Math.max(largestPage, had),
                had == asked ? Known.YES : fullPages,
                stableOrder,
                emptyDay,
                leniency);
    }

    /** The same profile with these deviations of an answer added. */
    public ServerProfile and(Set<Leniency> more) {
        if (leniency.containsAll(more)) {
            return this;
        }
        var all = EnumSet.copyOf(more);
        all.addAll(leniency);
        return new ServerProfile(windowEnd, paging, tellsMore, largestPage, fullPages, stableOrder, emptyDay, all);
    }

    /** The parts as text, for a file or a person: names in lower camel case, values in lower case, in a fixed order. */
    public Map<String, String> words() {
        var words = new LinkedHashMap<String, String>();
        words.put("windowEnd", word(windowEnd));
        words.put("paging", word(paging));
        words.put("tellsMore", word(tellsMore));
        words.put("largestPage", Integer.toString(largestPage));
        words.put("fullPages", word(fullPages));
        words.put("stableOrder", word(stableOrder));
        words.put("emptyDay", word(emptyDay));
        words.put(
                "leniency", leniency.stream().sorted().map(ServerProfile::word).collect(Collectors.joining(",")));
        return words;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
