package dev.daybook.store.record;

import dev.daybook.domain.Phone;
import java.util.Map;

/** Compares phones in SQL: columns of digits and of their tail, by which an index finds them. */
public final class SamePhone {
    /** How a phone is the one that is asked for: the same, or the same but for a country code. */
    private static final String SQL = """
            (%1$s_tail = :tail AND (%1$s_digits = :digits OR (:loose = 1
              AND abs(length(%1$s_digits) - length(:digits)) <= 3
              AND (%1$s_digits LIKE '%%' || :digits OR :digits LIKE '%%' || %1$s_digits))))""";

    private SamePhone() {}

    /**
     * The condition that a phone is the one that {@link #values} tells.
     *
     * @param columns the name that the columns have before {@code _digits} and {@code _tail}
     */
    public static String sql(String columns) {
        return SQL.formatted(columns);
    }

    /** The values of a phone that is asked for; a loose match is one but for the country code. */
    public static Map<String, Object> values(Phone phone, boolean loose) {
        return Map.of(
                "digits", phone.digits(), "tail", phone.tail(), "loose", loose && phone.hasNationalLength() ? 1 : 0);
    }
}
