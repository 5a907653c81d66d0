package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that records are of the day that was asked for. */
record DayRecords(PageQuestions questions, PageOptions options, ServerKnowledge known, LocalDate day) {
    private static final String OF_ANOTHER_ZONE =
            "; its days seem to be those of another zone than the account's, so days"
                    + " that were pulled before may lack records: correct the zone, then pull with --restart";

    /**
     * Returns the records without those of the next day's first instant. These belong to the next day, but a server may
     * send them for this day, too, whether or not its windows include their end date. A probe checks that the server
     * sends them for the next day; otherwise they would be in no day. If windows do not include their end date, one
     * such check is enough: it shows that a window includes its start.
     *
     * @param limit the limit for pages of the next day
     * @throws ClientException if a record is of another day, or of the next day's first instant but not sent for the
     *     next day
     */
    List<PulledRecord> of(List<PulledRecord> records, int limit) throws InterruptedException {
        var next = day.plusDays(1).atStartOfDay();
        var own = new ArrayList<PulledRecord>();
        var ofNext = new HashSet<Long>();
        for (var record : records) {
            if (record.createdAt().equals(next)) {
                ofNext.add(record.id());
            } else {
                checkDay(record);
                own.add(record);
            }
        }
        var isKnown = known.profile().windowEnd() == WindowEnd.EXCLUSIVE && known.isStartCounted();
        if (!ofNext.isEmpty() && !isKnown) {
            checkNextDay(ofNext, limit);
        }
        return own;
    }

    /**
     * The records of the first page, requested as a probe; empty without an answer to it. See {@link DayPull#look}.
     *
     * @param answered a day for which the server has answered
     */
    Optional<List<PulledRecord>> look(int limit, LocalDate answered) throws InterruptedException {
        var answer = questions.probeFirst(day, limit, answered);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        var records = of(answer.get().page().records(), limit);
        if (!records.isEmpty()) {
            known.gives(day);
        }
        return Optional.of(records);
    }

    /**
     * Requests the day again if its empty answer may have been a failure: see {@link ServerKnowledge#unproven}. If it
     * is unknown whether a window includes its end date, may also request the day together with the next day.
     *
     * @throws ClientException if the day has records now
     */
    void confirmNone(int limit) throws InterruptedException {
        if (known.isUnproven(day) && !of(again(limit).page().records(), limit).isEmpty()) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server gave no " + options.kind().plural() + " for " + day
                            + " before it gave any, but gives some now; the same command asks for this day again");
        }
    }

    private Answer again(int limit) throws InterruptedException {
        return known.profile().windowEnd() == WindowEnd.UNKNOWN
                ? questions.first(day, limit)
                : questions.again(questions.question(day, limit, 0, ""));
    }

    private void checkNextDay(Set<Long> wanted, int limit) throws InterruptedException {
        var next = day.plusDays(1);
        var missing = new HashSet<>(wanted);
        var seen = new HashSet<Long>();
        for (var isNew = true; isNew && !missing.isEmpty(); ) {
            var question = questions.question(next, limit, seen.size(), "");
            var answered = questions.question(day, limit, 0, "");
            var answer = questions.probe(question, answered).answer();
            if (answer.isEmpty()) {
                // The probe is not answered, but no record is lost: if the next day is a day of the pull, its pull
                // fails, too; otherwise its records are not needed.
                return;
            }
            isNew = false;
            for (var record : answer.get().page().records()) {
                isNew |= seen.add(record.id());
                missing.remove(record.id());
            }
        }
        if (!missing.isEmpty()) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent " + options.kind().word() + " "
                            + missing.iterator().next()
                            + " of the first instant of " + next + ", but for " + next
                            + " it does not, so that nothing shows of which day it is" + OF_ANOTHER_ZONE);
        }
        known.startCounts();
    }

    private void checkDay(PulledRecord record) {
        if (record.hasTime() && !isOfDay(record.createdAt())) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent " + options.kind().word() + " " + record.id() + " of "
                            + record.createdAt().toLocalDate() + (isNextTo(record) ? why(record) : ""));
        }
    }

    /**
     * The end of a message about a record of the day before or after: what may be wrong. It is the zone or, for a
     * record of the day after, {@link WindowEnd#EXCLUSIVE} in the user's profile.
     */
    private String why(PulledRecord record) {
        var mayBeOfProfile =
                options.endIsExclusive() && record.createdAt().toLocalDate().isAfter(day);
        return OF_ANOTHER_ZONE + (mayBeOfProfile ? ". Or the profile is wrong: then pull without --profile" : "");
    }

    /**
     * Whether a record with this local time may be of the day. If clocks were set back across midnight, the day has an
     * hour with the date of the day before.
     */
    private boolean isOfDay(LocalDateTime created) {
        return created.toLocalDate().equals(day)
                || options.zone()
                        .map(zone -> created.atZone(zone).withLaterOffsetAtOverlap())
                        .filter(second -> second.toLocalDateTime().equals(created))
                        .filter(second -> !second.isBefore(day.atStartOfDay(second.getZone())))
                        .filter(second -> second.isBefore(day.plusDays(1).atStartOfDay(second.getZone())))
                        .isPresent();
    }

    private boolean isNextTo(PulledRecord record) {
        return Math.abs(ChronoUnit.DAYS.between(day, record.createdAt().toLocalDate())) == 1;
    }
}
