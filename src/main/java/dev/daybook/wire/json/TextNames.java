package dev.daybook.wire.json;

import dev.daybook.domain.TextField;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the texts of an entity, such as a customer or a contact, in JSON and in files. Each entity has one such
 * list: requests and import rows are read with it, the help of imports prints it, and the typed client writes with it.
 * If another operation of the vendor has fewer texts or other names, its list is derived from this list.
 */
public final class TextNames<F extends Enum<F> & TextField> {
    private final Class<F> type;
    private final Map<F, Names> names;

    /**
     * The names of one text.
     *
     * @param form how the text is read
     * @param names all names are read; the first one is written
     */
    private record Names(Form form, List<String> names) {}

    private enum Form {
        TEXT,
        WORD,
        CODE
    }

    private TextNames(Class<F> type, Map<F, Names> names) {
        this.type = type;
        this.names = names;
    }

    /** A list that has no texts yet. */
    public static <F extends Enum<F> & TextField> TextNames<F> of(Class<F> type) {
        return new TextNames<>(type, new EnumMap<>(type));
    }

    /**
     * A copy of this list with one more text. The text is read under all of its names, and written under the first one.
     */
    public TextNames<F> text(F field, String... named) {
        return with(field, new Names(Form.TEXT, List.of(named)));
    }

    /** Like {@link #text}, for a text that is read without surrounding blanks, such as an e-mail. */
    public TextNames<F> word(F field, String... named) {
        return with(field, new Names(Form.WORD, List.of(named)));
    }

    /** Like {@link #word}, for a code or a phone: see {@link Fields#code}. */
    public TextNames<F> code(F field, String... named) {
        return with(field, new Names(Form.CODE, List.of(named)));
    }

    /** A list in which a text has these names instead of its earlier ones. */
    public TextNames<F> renamed(F field, String... named) {
        return with(field, new Names(of(field).form, List.of(named)));
    }

    /** A list that has only these texts of this list, with the same names. */
    @SafeVarargs
    public final TextNames<F> only(F... fields) {
        var copy = new EnumMap<F, Names>(type);
        for (var field : fields) {
            copy.put(field, of(field));
        }
        return new TextNames<>(type, copy);
    }

    /** A list without these texts. */
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
     * Reads the texts of an object. If a text has several names, the first non-empty one counts. Empty texts count as
     * not given.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if a text is too long or has another type, or a code or
     *     phone is a number that a spreadsheet has shortened
     */
    public Map<F, String> read(Fields fields) {
        var given = new EnumMap<F, String>(type);
        names.forEach((field, named) -> {
            for (var name : named.names) {
                var value = switch (named.form) {
                    case TEXT -> fields.text(name, field.maxLength());
                    case WORD -> fields.word(name, field.maxLength());
                    case CODE -> fields.code(name, field.maxLength());
                };
                if (!value.isEmpty()) {
                    given.putIfAbsent(field, value);
                }
            }
        });
        return given;
    }

    /** The name under which a text is written. */
    public String name(F field) {
        return of(field).names.get(0);
    }

    /** The names under which all texts are written, in the order of the enum. */
    public Collection<String> names() {
        return names.values().stream().map(named -> named.names.get(0)).toList();
    }
}
