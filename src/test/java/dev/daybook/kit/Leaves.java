package dev.daybook.kit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The values within a record or a JSON answer by their paths, such as {@code products[0].rate}. They show a test that
 * fills a record which parts stayed empty, and after an update which parts stayed the same. Parts that are added to the
 * record later are included.
 */
public final class Leaves {
    private static final Set<String> NOTHING = Set.of("", " ", "0", "0.0", "false", "PT0S", "[]", "{}", "null");

    private Leaves() {}

    /** The values of a record. A map with the constants of an enum as keys has a value for each constant. */
    public static SortedMap<String, String> of(Record value) {
        var leaves = new TreeMap<String, String>();
        add(leaves, "", value, value.getClass());
        return leaves;
    }

    /** The values of a JSON answer. An object that is a time is one value. */
    public static SortedMap<String, String> of(JsonNode answer) {
        var leaves = new TreeMap<String, String>();
        add(leaves, "", answer);
        return leaves;
    }

    /** The paths whose value is empty: a blank text, 0, false, or nothing at all. */
    public static SortedSet<String> empty(Map<String, String> leaves) {
        return leaves.entrySet().stream()
                .filter(leaf -> NOTHING.contains(leaf.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The paths whose value is the same before and after. */
    public static SortedSet<String> same(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream()
                .filter(leaf -> leaf.getValue().equals(after.get(leaf.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void add(Map<String, String> leaves, String path, JsonNode node) {
        if (node.isObject() && !node.has("hourOfDay") && !node.isEmpty()) {
            node.properties().forEach(key -> add(leaves, dotted(path, key.getKey()), key.getValue()));
        } else if (node.isArray() && !node.isEmpty()) {
            for (var at = 0; at < node.size(); at++) {
                add(leaves, path + "[" + at + "]", node.get(at));
            }
        } else {
            leaves.put(path, node.isString() ? node.stringValue() : node.toString());
        }
    }

    private static void add(Map<String, String> leaves, String path, Object value, Type type) {
        if (value instanceof Record record) {
            for (var component : record.getClass().getRecordComponents()) {
                add(leaves, dotted(path, component.getName()), get(component, record), component.getGenericType());
            }
        } else if (value instanceof Optional<?> optional) {
            add(leaves, path, optional.isPresent() ? optional.get() : "", Object.class);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (var at = 0; at < list.size(); at++) {
                add(leaves, path + "[" + at + "]", list.get(at), Object.class);
            }
        } else if (value instanceof Map<?, ?> map) {
            add(leaves, path, map, type);
        } else {
            leaves.put(path, String.valueOf(value));
        }
    }

    private static void add(Map<String, String> leaves, String path, Map<?, ?> map, Type type) {
        var constants = type instanceof ParameterizedType of && of.getActualTypeArguments()[0] instanceof Class<?> key
                ? key.getEnumConstants()
                : null;
        var keys = constants == null ? map.keySet() : List.of(constants);
        if (keys.isEmpty()) {
            leaves.put(path, "");
        }
        for (var key : keys) {
            var value = map.get(key);
            leaves.put(dotted(path, key.toString()), value == null ? "" : value.toString());
        }
    }

    private static Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException closed) {
            throw new LinkageError(component + " cannot be read", closed);
        }
    }

    private static String dotted(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
