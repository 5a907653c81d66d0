package dev.daybook.domain.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Enum whose constants have a label, by which people and programs name them. */
public interface Labelled {
    /** The name of the constant. */
    String name();

    /** The label: the name in lower case, with hyphens, such as {@code look-at-customer}. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant with this label; empty if there is none. */
    static <T extends Labelled> Optional<T> find(Class<T> type, String label) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.label().equals(label))
                .findFirst();
    }

    /** The labels of all constants, for a message. */
    static String all(Class<? extends Labelled> type) {
        return Arrays.stream(type.getEnumConstants()).map(Labelled::label).collect(Collectors.joining(", "));
    }
}
