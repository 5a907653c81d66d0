package dev.daybook.store.record;

import dev.daybook.domain.Phone;
import java.util.Map;

/** Compares phones in SQL, by a column of digits and an indexed column of the last digits. */
public final class PhoneMatch {
    /** Two phones match if their digits are equal or, if both are long enough, equal except for a country code. */
    private static final String SQL = """
            (%1$s_tail = :tail AND (%1$s_digits = :digits OR (:loose = 1
              AND abs(length(%1$s_digits) - length(:digits)) <= 3
              AND (%1$s_digits LIKE '%%' || :digits OR :digits LIKE '%%' || %1$s_digits))))""";

    private PhoneMatch() {}

    /**
     * The condition that a phone matches the one bound by {@link #values}.
     *
     * @param columns the common prefix of the columns {@code ..._digits} and {@code ..._tail}
     */
    public static String sql(String columns) {
        return SQL.formatted(columns);
    }

    /** The parameters of {@link #sql} for a phone to search for. */
    public static Map<String, Object> values(Phone phone) {
        return Map.of("digits", phone.digits(), "tail", phone.tail(), "loose", phone.hasNationalLength() ? 1 : 0);
    }
}
