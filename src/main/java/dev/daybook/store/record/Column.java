package dev.daybook.store.record;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextField;
import dev.daybook.domain.TextKey;
import dev.daybook.store.EpochMillis;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A column of a table. Every column is personal unless it is marked as kept, so that a forgotten mark erases too much
 * rather than too little.
 *
 * @param name its name in SQL
 * @param blank its value after the person is erased, as SQL
 * @param value gets the value from a row: a {@link Long} or a {@link String}
 * @param personal whether the value is erased with the person
 * @param resolved whether the stored value may differ from the value in the record: a row may have the name of a
 *     sub-status, while the record has the key of this sub-status
 * @param derived whether the value is derived from another column by a rule that may change. A rerendering then stores
 *     the value that the rule gives now
 */
public record Column<R>(
        String name, String blank, Function<R, Object> value, boolean personal, boolean resolved, boolean derived) {
    /** An integer column. */
    public static <R> Column<R> number(String name, ToLongFunction<R> value) {
        return new Column<>(name, "0", value::applyAsLong, true, false, false);
    }

    /** A column of 0 and 1. */
    public static <R> Column<R> flag(String name, Predicate<R> value) {
        return number(name, row -> value.test(row) ? 1 : 0);
    }

    /** A column of times, in milliseconds since 1970. */
    public static <R> Column<R> time(String name, Function<R, Instant> value) {
        return number(name, row -> EpochMillis.column(value.apply(row)));
    }

    /**
     * A column of optional times. 0 means that there is no time, so the first instant of 1970 is stored as 1, a
     * millisecond later.
     */
    public static <R> Column<R> givenTime(String name, Function<R, Optional<Instant>> value) {
        return number(
                name,
                row -> value.apply(row)
                        .map(EpochMillis::column)
                        .map(millis -> millis == 0 ? 1 : millis)
                        .orElse(0L));
    }

    /** A text column. */
    public static <R> Column<R> text(String name, Function<R, String> value) {
        return new Column<>(name, "''", value::apply, true, false, false);
    }

    /**
     * A text column whose value may be replaced when a row is read. For example, the key of a sub-status replaces its
     * name. Every update of the row stores the new value, even if it changes nothing else.
     */
    public static <R> Column<R> resolved(String name, Function<R, String> value) {
        return new Column<>(name, "''", value::apply, true, true, false);
    }

    /** A text column whose value is derived from another column. */
    private static <R> Column<R> derived(String name, Function<R, String> value) {
        return new Column<>(name, "''", value::apply, true, false, true);
    }

    /**
     * A column for a search that ignores case. Its name is {@code name} with the ending {@code _key}; its value is the
     * folded text.
     */
    public static <R> Column<R> key(String name, Function<R, String> value) {
        return derived(name + "_key", row -> TextKey.of(value.apply(row)));
    }

    /** Like {@link #key}, for the name of a person or a company: see {@link TextKey#ofName}. */
    public static <R> Column<R> nameKey(String name, Function<R, String> value) {
        return derived(name + "_key", row -> TextKey.ofName(value.apply(row)));
    }

    /**
     * Two columns for a phone, named {@code name} with an ending: {@code _digits} has the digits, {@code _tail} the
     * last digits. {@link PhoneMatch} compares them.
     */
    public static <R> List<Column<R>> phone(String name, Function<R, Phone> value) {
        return List.of(
                derived(name + "_digits", row -> value.apply(row).digits()),
                derived(name + "_tail", row -> value.apply(row).tail()));
    }

    /**
     * One text column for each field, named after the field. When a person is erased, a column keeps its value only if
     * its field is a {@link TextField} that is not personal.
     */
    public static <R, F extends Enum<F>> List<Column<R>> texts(Class<F> fields, BiFunction<R, F, String> value) {
        return Arrays.stream(fields.getEnumConstants())
                .map(field -> {
                    Column<R> column = text(nameOf(field), row -> value.apply(row, field));
                    return field instanceof TextField text && !text.isPersonal() ? column.kept() : column;
                })
                .toList();
    }

    /** The non-empty texts of a row, from the columns that {@link #texts(Class, BiFunction)} describes. */
    public static <F extends Enum<F>> Map<F, String> texts(ResultSet row, Class<F> fields) throws SQLException {
        var texts = new EnumMap<F, String>(fields);
        for (var field : fields.getEnumConstants()) {
            var text = row.getString(nameOf(field));
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        }
        return texts;
    }

    /**
     * The times that are set in a row, in columns of {@link #givenTime}.
     *
     * @param suffix the end of each column's name, after the name of the field
     */
    public static <F extends Enum<F>> Map<F, Instant> times(ResultSet row, Class<F> fields, String suffix)
            throws SQLException {
        var times = new EnumMap<F, Instant>(fields);
        for (var field : fields.getEnumConstants()) {
            var millis = row.getLong(nameOf(field) + suffix);
            if (millis != 0) {
                times.put(field, EpochMillis.instant(millis));
            }
        }
        return times;
    }

    /** The name of the column that holds a field. */
    public static String nameOf(Enum<?> field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** The same column, but its value stays when the person is erased. */
    public Column<R> kept() {
        return new Column<>(name, blank, value, false, resolved, derived);
    }

    /**
     * Whether an update must set this column: the values of the two records differ, or {@code resolved} is true, so
     * that the stored value may differ from both.
     */
    boolean differs(R one, R other) {
        return resolved || !value.apply(one).equals(value.apply(other));
    }
}
