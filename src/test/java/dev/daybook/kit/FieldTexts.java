package dev.daybook.kit;

import dev.daybook.domain.TextField;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text for every field of a noun, including fields that are added later. The text identifies the field wherever it is
 * shown. Long texts contain a phone number, as free texts may.
 */
public final class FieldTexts {
    private static final int ROOM_FOR_A_PHONE = 100;

    /** Matches the text of a field if it ends with a phone number or an e-mail address. */
    private static final Pattern REACHABLE = Pattern.compile("(9[23][0-9]{8}|@mail\\.example)$");

    private FieldTexts() {}

    /** The text of a field: a phone number, an e-mail address, or words with the field's name. */
    public static String of(Enum<?> field) {
        var name = field.name();
        if (name.endsWith("PHONE")) {
            return phone(field, "92");
        } else if (name.endsWith("EMAIL")) {
            return mark(field) + "@mail.example";
        }
        return ((TextField) field).maxLength() < ROOM_FOR_A_PHONE
                ? mark(field)
                : mark(field) + " call " + phone(field, "93");
    }

    /** The part of a field's text that identifies it. */
    private static String mark(Enum<?> field) {
        var noun = field.getDeclaringClass().getSimpleName().replace("Field", "");
        var mark = ("quirky" + noun + field.name()).replace("_", "").toLowerCase(Locale.ROOT);
        var length = ((TextField) field).maxLength();
        return mark.length() <= length ? mark : "q" + hash(field, 100_000);
    }

    private static String phone(Enum<?> field, String head) {
        return head + "%08d".formatted(hash(field, 100_000_000));
    }

    private static int hash(Enum<?> field, int below) {
        return Math.floorMod((field.getDeclaringClass().getSimpleName() + field.name()).hashCode(), below);
    }

    /** The text of each field of this enum. */
    public static <F extends Enum<F> & TextField> Map<F, String> all(Class<F> kind) {
        var texts = new EnumMap<F, String>(kind);
        for (var field : kind.getEnumConstants()) {
            texts.put(field, of(field));
        }
        return texts;
    }

    /** The names of the fields whose text is missing in an output. */
    public static SortedSet<String> missing(Collection<? extends Enum<?>> fields, String output) {
        return named(fields, field -> !output.contains(field.name().endsWith("PHONE") ? of(field) : mark(field)));
    }

    /** The names of the fields whose phone or e-mail an output shows. */
    public static SortedSet<String> reachable(Collection<? extends Enum<?>> fields, String output) {
        return named(fields, field -> {
            var text = of(field);
            return REACHABLE.matcher(text).find() && output.contains(text.substring(text.lastIndexOf(' ') + 1));
        });
    }

    /**
     * The names of these fields as {@link #missing} and {@link #reachable} return them, such as {@code
     * TicketField.TITLE}.
     */
    public static SortedSet<String> names(Collection<? extends Enum<?>> fields) {
        return named(fields, field -> true);
    }

    private static SortedSet<String> named(Collection<? extends Enum<?>> fields, Predicate<Enum<?>> which) {
        return fields.stream()
                .filter(which)
                .map(field -> field.getDeclaringClass().getSimpleName() + "." + field.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
