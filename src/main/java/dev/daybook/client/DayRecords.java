package dev.daybook.client;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Checks that records are of the day that was asked for. */
record DayRecords(PageOptions options, ServerKnowledge known, LocalDate day) {
    private static final String OF_ANOTHER_ZONE =
            "; its days seem to be those of another zone than the account's, so days"
                    + " that were pulled before may lack records: if that is mended, pull with --restart";

    /**
     * Removes the records of the next day's first instant, which a window with an exclusive end may include.
     *
     * @throws ClientException if another record is not of the day
     */
    List<PulledRecord> of(List<PulledRecord> records) {
        var next = day.plusDays(1).atStartOfDay();
        var isExclusive = known.profile().windowEnd() == WindowEnd.EXCLUSIVE;
        var own = records.stream()
                .filter(record -> !isExclusive || !record.createdAt().equals(next))
                .toList();
        own.forEach(this::checkDay);
        return own;
    }

    private void checkDay(PulledRecord record) {
        if (record.hasTime() && !record.createdAt().toLocalDate().equals(day)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent " + options.kind().word() + " " + record.id() + " of "
                            + record.createdAt().toLocalDate() + (isNextTo(record) ? OF_ANOTHER_ZONE : ""));
        }
    }

    private boolean isNextTo(PulledRecord record) {
        return Math.abs(ChronoUnit.DAYS.between(day, record.createdAt().toLocalDate())) == 1;
    }
}
