package dev.daybook.wire;

import dev.daybook.domain.TextField;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names that the texts of a noun have in JSON and in files. Each noun has one such list; requests and rows of imports
 * are read with it, the help of imports lists it, and the typed client writes with it. Where another page of the vendor's
 * has fewer texts or other names, the list is derived from that one.
 */
public final class TextNames<F extends Enum<F> & TextField> {
    private final Class<F> type;
    private final Map<F, Names> names;

    /**
     * The names of one text.
     *
     * @param isWord whether blanks around the text mean nothing, as around a code
     * @param names the first is written, each is read
     */
    private record Names(boolean isWord, List<String> names) {}

    private TextNames(Class<F> type, Map<F, Names> names) {
        this.type = type;
        this.names = names;
    }

    /** A list without any text yet. */
    public static <F extends Enum<F> & TextField> TextNames<F> of(Class<F> type) {
        return new TextNames<>(type, new EnumMap<>(type));
    }

    /** With a text that is written under the first of these names, and read under each. */
    public TextNames<F> text(F field, String... named) {
        return with(field, new Names(false, List.of(named)));
    }

    /** With a text that has no blanks around it, such as a code. */
    public TextNames<F> word(F field, String... named) {
        return with(field, new Names(true, List.of(named)));
    }

    /** With other names for a text of the list. */
    public TextNames<F> renamed(F field, String... named) {
        return with(field, new Names(of(field).isWord, List.of(named)));
    }

    /** Only these texts. */
    @SafeVarargs
    public final TextNames<F> only(F... fields) {
        var copy = new EnumMap<F, Names>(type);
        for (var field : fields) {
            copy.put(field, of(field));
        }
        return new TextNames<>(type, copy);
    }

    /** All texts but these. */
    @SafeVarargs
    public final TextNames<F> without(F... fields) {
        var copy = new EnumMap<>(names);
        for (var field : fields) {
            copy.remove(field);
        }
        return new TextNames<>(type, copy);
    }

    private TextNames<F> with(F field, Names named) {
        var copy = new EnumMap<>(names);
        copy.put(field, named);
        return new TextNames<>(type, copy);
    }

    private Names of(F field) {
        var named = names.get(field);
        if (named == null) {
            throw new IllegalArgumentException(field + " has no name here");
        }
        return named;
    }

    /**
     * The texts that an object has; of several names the first that has a text counts. Empty texts are not given.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if one is too long or no text
     */
    public Map<F, String> read(Fields fields) {
        var given = new EnumMap<F, String>(type);
        names.forEach((field, named) -> {
            for (var name : named.names) {
                var value = fields.text(name, field.maxLength());
                if (!value.isEmpty()) {
                    given.putIfAbsent(field, named.isWord ? value.strip() : value);
                }
            }
        });
        return given;
    }

    /** The name under which a text is written. */
    public String name(F field) {
        return of(field).names.get(0);
    }

    /** The names under which the texts are written, in the order of the noun's texts. */
    public Collection<String> names() {
        return names.values().stream().map(named -> named.names.get(0)).toList();
    }
}
