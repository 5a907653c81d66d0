package dev.daybook.wire;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How the rows of a file are read, whatever kind of record they are of.
 *
 * @param zone the zone of times without an offset
 * @param dates the form of the file's dates, if it is not ISO's
 * @param keepUnknown whether fields that Daybook does not know are kept as the account's own
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record RowRules(ZoneId zone, Optional<DateForm> dates, boolean keepUnknown) {
    /** Rows with ISO dates. */
    public static RowRules of(ZoneId zone) {
        return new RowRules(zone, Optional.empty(), false);
    }

    /**
     * Writes dates in ISO's form in place of the file's.
     *
     * @param names the fields that are dates
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if one has neither form
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

    /**
     * The time in a field, if it has one.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public Optional<Instant> time(Fields row, String name) {
        var text = row.word(name, RowTime.MAX_LENGTH);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(RowTime.parse(text, zone).orElseThrow(() -> row.invalid(name, RowTime.EXPECTATION)));
    }
}
