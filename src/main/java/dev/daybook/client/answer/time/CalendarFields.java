package dev.daybook.client.answer.time;

import dev.daybook.wire.CalendarJson;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Collects the fields of an object that may be a {@link CalendarJson}, whose months count from 0. */
public final class CalendarFields {
    private static final List<String> NAMES = List.of("year", "month", "dayOfMonth", "hourOfDay", "minute", "second");

    private final int[] values = new int[NAMES.size()];
    private int seen;
    private boolean other;

    /** Adds a field with a number, given as text. Other names and texts show that the object is no calendar object. */
    public void put(String name, String number) {
        var index = NAMES.indexOf(name);
        if (index < 0 || number.isEmpty() || number.length() > 6) {
            other = true;
            return;
        }
        try {
            values[index] = Integer.parseInt(number.strip());
            seen |= 1 << index;
        } catch (NumberFormatException malformed) {
            other = true;
        }
    }

    /** Records a field whose name or value does not occur in a calendar object. */
    public void putOther() {
        other = true;
    }

    /**
     * The time, if the object has at least year, month and day, and no other field than those of a calendar object; a
     * missing hour, minute or second is 0. Empty for a time that does not exist.
     */
    public Optional<LocalDateTime> time() {
        if (other || (seen & 0b111) != 0b111) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(values[0], values[1] + 1, values[2], values[3], values[4], values[5]));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }
}
