package dev.daybook.client.check.json;

import dev.daybook.client.answer.PulledKind;
import java.time.LocalDate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request, built field by field. Immutable: each change returns another draft. */
public final class Draft {
    private final ObjectNode fields;

    private Draft(ObjectNode fields) {
        this.fields = fields;
    }

    /** A body without fields. */
    public static Draft empty() {
        return new Draft(JsonNodeFactory.instance.objectNode());
    }

    /** The body of a pull with these start and end dates, for its first page of 100 records. */
    public static Draft pull(PulledKind kind, long cmId, LocalDate from, LocalDate to) {
        var names = kind.query();
        return empty().with(names.account(), cmId)
                .with(names.first(), from.toString())
                .with(names.last(), to.toString())
                .with("limit", "100")
                .with("offset", "0");
    }

    /** The same draft with a field set to a text. */
    public Draft with(String name, String value) {
        return new Draft(fields.deepCopy().put(name, value));
    }

    /** The same draft with a field set to a whole number. */
    public Draft with(String name, long value) {
        return new Draft(fields.deepCopy().put(name, value));
    }

    /** The same draft with a field set to a boolean. */
    public Draft with(String name, boolean value) {
        return new Draft(fields.deepCopy().put(name, value));
    }

    /** The same draft with a field set to an object. */
    public Draft with(String name, Draft value) {
        var changed = fields.deepCopy();
        changed.set(name, value.fields);
        return new Draft(changed);
    }

    /** The same draft with a field set to a list of one object. */
    public Draft withListOf(String name, Draft value) {
        var changed = fields.deepCopy();
        changed.putArray(name).add(value.fields);
        return new Draft(changed);
    }

    /** The same draft with a field set to null. */
    public Draft withNull(String name) {
        return new Draft(fields.deepCopy().putNull(name));
    }

    /** The same draft without a field. */
    public Draft without(String name) {
        var changed = fields.deepCopy();
        changed.remove(name);
        return new Draft(changed);
    }

    /** The body as one object. */
    public String json() {
        return fields.toString();
    }

    /** The body as an array of one object. */
    public String listed() {
        return "[" + fields + "]";
    }
}
