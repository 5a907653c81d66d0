package dev.daybook.wire.row;

import dev.daybook.domain.ProblemException;
import dev.daybook.wire.json.Fields;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Rules to read the rows of a file, of any kind of record.
 *
 * @param zone the zone of times without an offset
 * @param dates the format of the file's dates; empty for ISO
 * @param keepUnknown whether unknown fields are kept as associate fields
 */
public record RowRules(ZoneId zone, Optional<DateForm> dates, boolean keepUnknown) {
    private static final String OTHER_FORM = "; for another form name it, such as --dates dd.MM.yyyy";

    /** Rules for rows with ISO dates, without keeping unknown fields as associate fields. */
    public static RowRules of(ZoneId zone) {
        return new RowRules(zone, Optional.empty(), false);
    }

    /**
     * Replaces the row's dates by ISO dates. If the file has ISO dates, does nothing and checks nothing.
     *
     * @param names the fields that are dates
     * @throws ProblemException INVALID_VALUE if the file has another format, and a date is neither in this format nor
     *     in ISO format
     */
    public void prepare(Fields row, List<String> names) {
        dates.ifPresent(form -> names.forEach(name -> {
            var text = row.word(name, RowTime.MAX_LENGTH);
            if (!text.isEmpty()) {
                row.replace(
                        name,
                        form.iso(text)
                                .or(() -> RowTime.parse(text, zone).map(iso -> text))
                                .orElseThrow(() -> row.invalid(
                                        name,
                                        "an existing day as " + form.pattern()
                                                + ", alone or with a time of day, found another text")));
            }
        }));
    }

    /** The rules for rows whose dates {@link #prepare} has replaced. A second replacement could swap day and month. */
    public RowRules prepared() {
        return new RowRules(zone, Optional.empty(), keepUnknown);
    }

    /**
     * The time in a field; empty if the field is empty.
     *
     * @throws ProblemException INVALID_VALUE if the text is not a time
     */
    public Optional<Instant> time(Fields row, String name) {
        var text = row.word(name, RowTime.MAX_LENGTH);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(RowTime.parse(text, zone)
                        .orElseThrow(() -> withOtherForm(row.invalid(name, RowTime.EXPECTATION))));
    }

    /**
     * Reads the time in a field like {@link #time}, and then empties the field. A time in a file may have an offset,
     * because the times of one hour occur twice when clocks are set back. The decoder of requests, which reads the row
     * next, accepts no offset.
     *
     * @throws ProblemException INVALID_VALUE if the text is not a time
     */
    public Optional<Instant> take(Fields row, String name) {
        var time = time(row, name);
        time.ifPresent(taken -> row.replace(name, ""));
        return time;
    }

    /** The refusal of a date, with a hint to the option for other date formats; unchanged if this option is in use. */
    public ProblemException withOtherForm(ProblemException refused) {
        return dates.isPresent() ? refused : refused.problem().because(refused.detail() + OTHER_FORM);
    }
}
