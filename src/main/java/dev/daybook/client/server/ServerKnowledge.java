package dev.daybook.client.server;

import dev.daybook.client.answer.EmptyAnswer;
import dev.daybook.client.answer.text.Leniency;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a pull knows about its server. Thread-safe. */
public final class ServerKnowledge {
    private final Consumer<String> reports;
    private ServerProfile profile;
    private boolean statesWindow;
    private boolean startCounts;
    private Known signing = Known.UNKNOWN;
    private Optional<LocalDate> givingDay = Optional.empty();
    private final Set<EmptyAnswer> emptyDays = new HashSet<>();
    private final Set<LocalDate> unproven = new HashSet<>();
    private Optional<String> open = Optional.empty();
    private long lenient;

    /**
     * Creates the knowledge that a pull has before its first call.
     *
     * @param endIsExclusive whether an earlier check found {@link WindowEnd#EXCLUSIVE}. If the server has changed since
     *     then, the pull notices the change, because it gets records of the next day, too. Nothing else is taken from a
     *     check: with a wrong paging, for example, a pull could miss the last records of a day without an error
     * @param reports receives a sentence for each new piece of knowledge
     */
    public ServerKnowledge(boolean endIsExclusive, Consumer<String> reports) {
        this.profile = ServerProfile.NOTHING.with(endIsExclusive ? WindowEnd.EXCLUSIVE : WindowEnd.UNKNOWN);
        this.reports = reports;
    }

    /** The server's profile, as far as it is known now. */
    public synchronized ServerProfile profile() {
        return profile;
    }

    /** Adds knowledge, and reports it with the sentence if it is new. */
    public synchronized void learn(UnaryOperator<ServerProfile> change, String sentence) {
        var next = change.apply(profile);
        if (!next.equals(profile)) {
            profile = next;
            reports.accept(sentence);
        }
    }

    /**
     * Notes that a page of a day has arrived.
     *
     * @param asked the limit of the request
     * @param had the number of records in the page, 1 or more
     */
    public synchronized void page(LocalDate day, int asked, int had) {
        gives(day);
        var before = profile;
        profile = before.after(asked, had);
        if (before.fullPages() != profile.fullPages()) {
            reports.accept("pages have as many records as are asked for, " + asked
                    + ", so that a page with fewer is the last of its day");
        }
    }

    /**
     * Records that the server states the window that it used. This shows that even an empty answer is for the requested
     * days.
     */
    public synchronized void statesWindow() {
        statesWindow = true;
    }

    /** Whether the server states the window that it used. */
    public synchronized boolean isStatingWindow() {
        return statesWindow;
    }

    /**
     * Notes that a page says whether more records follow.
     *
     * @param byHeader whether by the header {@code X-Daybook-Has-More}; if false, only by a cursor for the next page
     */
    public synchronized void signs(boolean byHeader) {
        signing = byHeader || signing == Known.YES ? Known.YES : Known.NO;
    }

    /**
     * Whether pages of this run have the header {@code X-Daybook-Has-More}: YES if one had it, NO if only cursors were
     * seen, UNKNOWN if no page said whether more records follow.
     */
    public synchronized Known signing() {
        return signing;
    }

    /** Notes that a window includes the first instant of its start date. */
    public synchronized void startCounts() {
        startCounts = true;
    }

    /** Whether a window is known to include the first instant of its start date. */
    public synchronized boolean isStartCounted() {
        return startCounts;
    }

    /** Notes that the server has records of a day. */
    public synchronized void gives(LocalDate day) {
        givingDay = Optional.of(day);
    }

    /** A day that is known to have records, for requests that test the server; empty if no such day is known. */
    public synchronized Optional<LocalDate> givingDay() {
        return givingDay;
    }

    /**
     * Whether the server has given a record or stated its window. Until then, an empty answer does not show that a day
     * has no records: the server may give no records for any day.
     */
    public synchronized boolean isGiving() {
        return statesWindow || givingDay.isPresent();
    }

    /** Notes the server's answer for a day that certainly has no records. */
    public synchronized void emptyAs(EmptyAnswer answer, LocalDate day) {
        emptyDays.add(answer);
        var words = answer.shape().words();
        learn(
                known -> known.with(answer.shape()),
                "the server answers a day without records with " + words + ", also " + day);
    }

    /** Whether the server gave this answer for a day that certainly has no records. */
    public synchronized boolean isEmptyDay(EmptyAnswer answer) {
        return emptyDays.contains(answer);
    }

    /**
     * Notes an empty answer for a day. The answer came before the server had given any record, so it may be a failure.
     * The day must be requested again after the server has given a record.
     */
    public synchronized void unproven(LocalDate day) {
        unproven.add(day);
    }

    /** Whether {@link #unproven} was recorded for a day. */
    public synchronized boolean isUnproven(LocalDate day) {
        return unproven.contains(day);
    }

    /** Records and reports that a probe was not answered, so it is not known whether a window includes its end date. */
    public synchronized void open(String why) {
        open = Optional.of(why);
        reports.accept(why);
    }

    /**
     * Why it is not known whether a window includes its end date, as {@link #open(String)} recorded it; empty if it
     * recorded nothing. Stays even if a later answer shows it.
     */
    public synchronized Optional<String> open() {
        return open;
    }

    /**
     * Why a day may have records although the answer for this day alone was empty: a probe was not answered, and no
     * answer has shown that a window includes its end date. Empty if there is no such doubt.
     */
    public synchronized Optional<String> doubt() {
        return open.filter(why -> profile.windowEnd() != WindowEnd.INCLUSIVE)
                .map(why -> why + ", so that nothing shows whether the end date of a window counts, and whether days"
                        + " without records have none; a pull that begins with a day that surely has records, not only"
                        + " of its first instant, needs no such probe");
    }

    /** Reports an unanswered probe on which the result does not depend. */
    public synchronized void unanswered(String sentence) {
        reports.accept(sentence);
    }

    /** Records an answer that was read although it deviates from its headers or from valid JSON. */
    public synchronized void lenient(Set<Leniency> how) {
        lenient++;
        learn(
                known -> known.and(how),
                "answers deviate from JSON or from their headers and are read leniently: "
                        + how.stream().map(Leniency::words).sorted().toList());
    }

    /** The number of answers that deviated from their headers or from valid JSON. */
    public synchronized long lenientAnswers() {
        return lenient;
    }
}
