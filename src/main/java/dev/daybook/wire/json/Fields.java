package dev.daybook.wire.json;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.order.Amount;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lenient reader of one JSON object. Numbers and booleans may be given as texts, and texts as numbers; an empty or
 * blank text or {@code null} means "not given". The refusal of another type names the field and the expected type, but
 * no text and no number, which may be personal. The reader records which fields were read, to keep or report the rest.
 */
public final class Fields {
    /** The largest length of a text without a limit of its own, such as the name of an employee or a filter's text. */
    public static final int MAX_TEXT = 500;

    /** The largest number of items in one field. */
    private static final int MAX_ITEMS = 100;

    /** The largest length of the name of an associate field. */
    private static final int MAX_NAME = 255;

    private final ObjectNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> children = new ArrayList<>();

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Creates a reader of an object. */
    public static Fields of(ObjectNode node) {
        return new Fields(node, "");
    }

    /** Whether the field has a value: neither null nor a blank text. The field counts as read from then on. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** Whether the field exists, even without a value. */
    public boolean isNamed(String name) {
        return node.has(name);
    }

    /** Whether the field has a text that is no whole number, such as a code: see {@link GivenValue#isWord}. */
    public boolean hasWord(String name) {
        return value(name).filter(GivenValue::isWord).isPresent();
    }

    /** A text; empty if not given. */
    public String text(String name, int maxLength) {
        return value(name).map(value -> value.text(maxLength)).orElse("");
    }

    /** A text such as an e-mail, without surrounding blanks and invisible characters; empty if not given. */
    public String word(String name, int maxLength) {
        return Blanks.word(text(name, maxLength));
    }

    /** A code, id or phone, read like {@link #word}. {@link CodeText} restores its digits, or refuses it. */
    public String code(String name, int maxLength) {
        return CodeText.restored(path + name, word(name, maxLength));
    }

    /** A text, number or boolean, as a text; empty if not given. */
    public String scalar(String name, int maxLength) {
        return value(name).map(value -> value.scalar(maxLength)).orElse("");
    }

    /** An id; 0 if not given. */
    public long id(String name) {
        return id(name, 0).orElse(0L);
    }

    /** An id from {@code min} on; empty if not given. */
    public Optional<Long> id(String name, long min) {
        return value(name).map(value -> value.id(min));
    }

    /** A whole number within limits; empty if not given. A refusal states the limits. */
    public Optional<Long> number(String name, long min, long max) {
        return value(name).map(value -> value.number(min, max));
    }

    /** A boolean, or {@code true} or {@code false} as a text; empty if not given. */
    public Optional<Boolean> flag(String name) {
        return value(name).map(GivenValue::flag);
    }

    /** An amount from 0 on, as {@link GivenValue#amount} reads it; empty if not given. */
    public Optional<Amount> amount(String name) {
        return value(name).map(GivenValue::amount);
    }

    /** A calendar day as {@code YYYY-MM-DD}; empty if not given. */
    public Optional<LocalDate> date(String name) {
        return value(name).map(GivenValue::date);
    }

    /** Comma-separated ids, at most 100; empty if not given. */
    public List<Long> ids(String name) {
        var value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        var ids = Stream.of(value.get().text(20 * MAX_ITEMS).split(",", -1))
                .map(part -> GivenValue.digits(Blanks.strip(part), Long.MAX_VALUE)
                        .orElseThrow(() -> value.get().expected("ids separated by commas")))
                .toList();
        if (ids.size() > MAX_ITEMS) {
            throw invalid(name, "at most " + MAX_ITEMS + " ids");
        }
        return ids;
    }

    /** Comma-separated {@linkplain #word words}, at most 100, each once; empty if not given. */
    public List<String> words(String name) {
        var words = Stream.of(text(name, 100 * MAX_ITEMS).split(",", -1))
                .map(Blanks::word)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.size() > MAX_ITEMS) {
            throw invalid(name, "at most " + MAX_ITEMS + " words");
        }
        return words;
    }

    /** A nested object; an empty one if not given. */
    public Fields object(String name) {
        return value(name)
                .map(value -> child(value.object(), name))
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), path + name + "."));
    }

    /** A nested object, or a text that is an object in JSON, as in a column of a file; an empty object if not given. */
    public Fields objectOrText(String name) {
        var value = value(name).map(GivenValue::node).filter(JsonNode::isString);
        if (value.isEmpty()) {
            return object(name);
        }
        try {
            return child(JsonBody.object(value.get().stringValue().getBytes(StandardCharsets.UTF_8)), name);
        } catch (ProblemException malformed) {
            throw invalid(name, "a JSON object");
        }
    }

    /** The objects of an array, at most 100; none if not given. A single object counts as an array of one. */
    public List<Fields> objects(String name) {
        return objects(name, MAX_ITEMS);
    }

    /** Like {@link #objects(String)}, with another limit for the number of objects. */
    public List<Fields> objects(String name, int max) {
        var value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        var items = value.get().node();
        if (!items.isArray()) {
            return List.of(child(value.get().object(), name));
        }
        if (items.size() > max) {
            throw invalid(name, "at most " + max + " entries");
        }
        var objects = new ArrayList<Fields>();
        for (var item : items) {
            var place = name + "[" + objects.size() + "]";
            // A blank item stays as an empty object, so that the indexes in refusals are those of the request.
            var object = isNothing(item)
                    ? JsonNodeFactory.instance.objectNode()
                    : new GivenValue(path + place, item).object();
            objects.add(child(object, place));
        }
        return objects;
    }

    /**
     * The given fields that were not read before, as name and JSON text. They count as read from then on. An object or
     * array counts as given only if it contains, at any depth, a number, a boolean or a text that is not blank.
     *
     * @throws ProblemException INVALID_VALUE if a name is longer than 255, or a name or a value cannot be stored
     */
    public Map<String, String> rest() {
        return rest(Fields::isBlank);
    }

    /** Like {@link #rest}, but also returns objects and arrays without content. */
    public Map<String, String> restWithEmpty() {
        return rest(Fields::isNothing);
    }

    private Map<String, String> rest(Predicate<JsonNode> absent) {
        var rest = new LinkedHashMap<String, String>();
        for (var name : unread().toList()) {
            if (name.length() > MAX_NAME) {
                // Refuses by the field's place, not by its name: such a long name may be a personal text.
                var place = List.copyOf(node.propertyNames()).indexOf(name) + 1;
                throw invalid("field " + place, "a name of at most " + MAX_NAME + " characters");
            }
            checkedText(name, name);
            value(name)
                    .map(GivenValue::node)
                    .filter(absent.negate())
                    .ifPresent(value -> rest.put(name, checkedText(name, value.toString())));
        }
        return rest;
    }

    /** Like {@link #rest}, for this object and the objects read from it, with paths instead of names. */
    public Map<String, String> restOfAll() {
        var rest = new LinkedHashMap<String, String>();
        rest().forEach((name, json) -> rest.put(path + name, json));
        children.forEach(child -> rest.putAll(child.restOfAll()));
        return rest;
    }

    /** The paths of the fields that were not read, in this object and the objects read from it. */
    public List<String> ignored() {
        var own = unread().map(name -> path + name);
        return Stream.concat(own, children.stream().flatMap(child -> child.ignored().stream()))
                .toList();
    }

    private Stream<String> unread() {
        return node.propertyNames().stream().filter(name -> !asked.contains(name));
    }

    /** Counts a field as not read, so that it is kept or reported with the other unread fields. */
    public void leave(String name) {
        asked.remove(name);
    }

    /** Replaces the value of a field by a text. */
    public void replace(String name, String text) {
        node.put(name, text);
    }

    /** The JSON of this object, not a copy: a change of it changes the fields. */
    public ObjectNode node() {
        return node;
    }

    /** The refusal of the value of a field of this object; it names the field. */
    public ProblemException invalid(String name, String expectation) {
        return GivenValue.invalid(path + name, expectation);
    }

    private Optional<GivenValue> value(String name) {
        var given = Optional.ofNullable(node.get(name));
        given.ifPresent(value -> asked.add(name));
        return given.filter(value -> !isNothing(value)).map(value -> new GivenValue(path + name, value));
    }

    /** Whether a value means "not given". */
    public static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isString() && Blanks.isBlank(value.stringValue()));
    }

    /** Whether a value has no content at any depth. The parser limits the depth of this recursion. */
    private static boolean isBlank(JsonNode value) {
        return value.isContainer() ? value.valueStream().allMatch(Fields::isBlank) : isNothing(value);
    }

    private Fields child(ObjectNode object, String name) {
        var child = new Fields(object, path + name + ".");
        children.add(child);
        return child;
    }

    /** Returns a name of a field in {@code group}. Refuses it if it is too long, or if a database cannot store it. */
    public String checkedName(String group, String name) {
        if (name.length() > MAX_NAME) {
            throw invalid(group, "names of at most " + MAX_NAME + " characters");
        }
        return checkedText(group, name);
    }

    /** Returns a text. Refuses the null character and unpaired surrogates, which a database cannot store. */
    public String checkedText(String name, String text) {
        return GivenValue.checkedText(path + name, text);
    }
}
