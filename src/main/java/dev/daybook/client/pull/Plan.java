package dev.daybook.client.pull;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One line with the options with which a pull was started: everything on which the bytes of its files depend, the zone
 * in which its days begin and end, the page size, and whether the key masks. A resumed pull uses this page size, unless
 * the user fixed another one or the server no longer gives pages that large.
 *
 * @param text the line
 */
record Plan(String text) {
    /** How the plan of a pull of days begins. */
    static final String BEGINNING = "pull 1 ";

    /**
     * The page size and the zone in the line of a plan. Either may be missing: only the plan in a journal has the page
     * size, and a pull may have no zone.
     */
    private static final Pattern PAGES = Pattern.compile("(?: by (\\d{1,10}))?(?: in (\\S+))? as ");

    /** The days in the line of a plan, if the first and the last day are the same. */
    private static final Pattern ONE_DAY = Pattern.compile(" (\\d\\S+) \\1 as ");

    /** The main file in the line of a plan, if each day has files of its own: its format and its compression. */
    private static final Pattern MAIN = Pattern.compile(" as day (parquet|\\S+ \\S+)(?: |$)");

    /** The beginning of the line of a plan that has only a zone and the output; see {@link #onlyZone}. */
    private static final String ONLY_ZONE = "pulled zone";

    /** The path of the extra file in the line of a plan, if each day has files of its own. */
    private static final Pattern EXTRA = Pattern.compile(" as day .*? (?:contacts|products) (?:none|gzip|zstd) (.+)");

    /** The output in the line of a plan, if each day has files of its own and their times depend on the zone. */
    private static final Pattern TIMES_OF_ZONE = Pattern.compile(" as day (?:parquet|\\S+ \\S+ iso)(?: |$)");

    /** The source of the records in the line of a plan: their kind, the account, and whether the key masks. */
    private static final Pattern SOURCE = Pattern.compile("(?:\\w+ 1 )?(\\w+) of (-?\\d+) at \\S+( masked)? .*");

    /** The zone of some days, and the first and the last of them. */
    record DaysOfZone(String zone, LocalDate first, LocalDate last) {
        /** These days together with those, if they are of the same zone; otherwise only these days. */
        DaysOfZone with(DaysOfZone those) {
            return !zone.equals(those.zone)
                    ? this
                    : new DaysOfZone(
                            zone,
                            first.isBefore(those.first) ? first : those.first,
                            last.isAfter(those.last) ? last : those.last);
        }
    }

    static Plan of(PullOptions options, Target target) {
        var size = options.pages().size();
        return of(
                BEGINNING + source(options) + " " + options.from() + " " + options.to() + " by " + size,
                options.pages().zone(),
                target);
    }

    /** A plan whose line has three parts: {@code beginning}, the zone of the days if there is one, and the output. */
    static Plan of(String beginning, Optional<ZoneId> zone, Target target) {
        return new Plan(beginning + zone.map(days -> " in " + days).orElse("") + " as " + target.described());
    }

    /**
     * Whether a file may begin with a plan, judged by its first bytes. A power cut may have left zeros, a part of the
     * plan, or a damaged byte.
     *
     * @param found the first bytes of the file, at most as many as {@link #BEGINNING} has
     */
    static boolean mayBeAt(byte[] found) {
        var wrong = IntStream.range(0, found.length)
                .filter(index -> found[index] != BEGINNING.charAt(index))
                .count();
        return wrong <= 1 || found[0] == 0;
    }

    /** The kind of the records, the account, the server, and whether the key masks, as text. */
    static String source(PullOptions options) {
        var connection = options.connection();
        return options.kind().plural() + " of " + connection.cmId() + " at " + connection.address()
                + (options.pages().masking() ? " masked" : "");
    }

    /** Whether a pull with this plan may resume a pull with the other plan. */
    boolean fits(Plan other) {
        return isAlike(other) && isOfZone(other);
    }

    /**
     * Whether both plans are the same, apart from their page sizes and zones. These may have different values, but both
     * plans or neither must have a page size, and likewise a zone.
     */
    boolean isAlike(Plan other) {
        return withoutPages().equals(other.withoutPages())
                && found(1).isPresent() == other.found(1).isPresent()
                && zone().isPresent() == other.zone().isPresent();
    }

    /** Whether the zones of both plans have the same rules, or both plans have no zone. */
    boolean isOfZone(Plan other) {
        return zone().map(Plan::rules).equals(other.zone().map(Plan::rules));
    }

    /**
     * Whether both plans have a file of the same name, but zones with different rules. False if the zone of a plan is
     * not known.
     */
    boolean isOfOtherZone(Plan other) {
        return zone().isPresent()
                && other.zone().isPresent()
                && !isOfZone(other)
                && !Collections.disjoint(files(), other.files());
    }

    /**
     * Words that stand for the names of a day's files, to compare them with those of another plan. Two words are equal
     * if the names are equal, apart from upper and lower case. The word for the main file is its format and
     * compression; if the line does not name these, it is the whole output.
     */
    private Set<String> files() {
        var main = MAIN.matcher(text);
        var extra = EXTRA.matcher(text);
        var files = new HashSet<String>();
        files.add(main.find() ? main.group(1) : output());
        if (extra.find()) {
            files.add(String.valueOf(Path.of(extra.group(1)).getFileName()));
        }
        return files;
    }

    private String output() {
        var pages = PAGES.matcher(text);
        return pages.find() ? text.substring(pages.end()) : text;
    }

    /** A plan that has only the zone and the output of this one. */
    Plan onlyZone() {
        return new Plan(ONLY_ZONE + " in " + zone().orElseThrow() + " as " + output());
    }

    /** Whether this plan has only a zone and an output, as {@link #onlyZone} gives it. */
    boolean isOnlyZone() {
        return text.startsWith(ONLY_ZONE);
    }

    /**
     * Whether each day has files of its own whose times are instants or have offsets. Such files depend on the zone
     * even if the server does not name the account's zone.
     */
    boolean hasTimesOfZone() {
        return TIMES_OF_ZONE.matcher(text).find();
    }

    /**
     * Whether a day begins and ends at the same times in the zones of both plans. False if this Java does not know one
     * of the zones.
     */
    boolean hasSameTimes(LocalDate day, Plan other) {
        try {
            return start(day).equals(other.start(day)) && start(day.plusDays(1)).equals(other.start(day.plusDays(1)));
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneId.of(zone().orElseThrow())).toInstant();
    }

    /** Whether two names of zones stand for the same days and times. */
    static boolean haveSameRules(String zone, String other) {
        return rules(zone).equals(rules(other));
    }

    /**
     * The rules of a zone, by which plans are compared, because one zone may have several names. If this Java does not
     * know the zone, the name is returned instead.
     */
    private static Object rules(String zone) {
        try {
            return ZoneId.of(zone).getRules();
        } catch (DateTimeException unknown) {
            return zone;
        }
    }

    /** Whether each plan is of a single day, and {@link #fits} would be true if they were of the same day. */
    boolean fitsOnAnyDay(Plan other) {
        var own = ONE_DAY.matcher(withoutPages());
        var others = ONE_DAY.matcher(other.withoutPages());
        return own.find()
                && others.find()
                && own.replaceFirst(" as ").equals(others.replaceFirst(" as "))
                && isOfZone(other);
    }

    /** The day of a pull of one day; empty if the pull has more days. */
    Optional<LocalDate> onlyDay() {
        var days = ONE_DAY.matcher(withoutPages());
        return days.find() ? Optional.of(LocalDate.parse(days.group(1))) : Optional.empty();
    }

    /**
     * Whether, in this plan, each day has files of its own and the extra file has this name. Upper and lower case do
     * not matter.
     */
    boolean isExtra(String name) {
        var extra = EXTRA.matcher(text);
        return extra.find() && Path.of(extra.group(1)).endsWith(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the key of the pull masks. Earlier builds did not record whether the key masks, so their pulls count as
     * not masked.
     */
    boolean isMasked() {
        var source = SOURCE.matcher(text);
        return source.matches() && source.group(3) != null;
    }

    /** Whether the other plan is of another kind of record, or of another account. False if a line is damaged. */
    boolean hasOtherRecords(Plan other) {
        return !records().isEmpty() && !other.records().isEmpty() && !records().equals(other.records());
    }

    /** The kind of the records and the account, for messages; blank if the line is damaged. */
    String records() {
        var source = SOURCE.matcher(text);
        return source.matches() ? source.group(1) + " of account " + source.group(2) : "";
    }

    /** The kind of key that the pull needs, for messages. */
    String key() {
        return key(isMasked());
    }

    /** The kind of key of an earlier pull, for messages. Earlier builds did not record whether the key masks. */
    static String key(boolean masking) {
        return masking
                ? "a masking key"
                : "a key that does not mask, or that an earlier build or server did not report as masking";
    }

    private String withoutPages() {
        return PAGES.matcher(text).replaceFirst(" as ");
    }

    /** The page size in records, which every plan in a journal has. */
    int pageSize() {
        return Integer.parseInt(found(1).orElseThrow());
    }

    /** The name of the zone, empty if the plan has none. */
    Optional<String> zone() {
        return found(2);
    }

    private Optional<String> found(int group) {
        var pages = PAGES.matcher(text);
        return pages.find() ? Optional.ofNullable(pages.group(group)) : Optional.empty();
    }
}
