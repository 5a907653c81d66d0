package dev.daybook.wire.ticket;

import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The associate fields of a ticket. Callers send a group as an object or as an array of one object; they also send
 * values without a group. In the answers of Add and Update Ticket a group is an array, in those of Get and Pull Ticket
 * an object.
 */
final class AssociateJson {
    private AssociateJson() {}

    /**
     * The fields of a request that were not read before. If they exceed the limits of a record, fields without a value
     * are left out.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the fields with a value alone exceed the limits
     */
    static AssociateFields of(Fields request) {
        var list = new ArrayList<AssociateField>();
        request.restWithEmpty().forEach((group, json) -> {
            var value = JsonBody.value(json);
            var object = value.isArray() && value.size() == 1 ? value.get(0) : value;
            if (object instanceof ObjectNode fields && !fields.isEmpty() && !fields.has("")) {
                fields.forEachEntry((name, field) -> list.add(new AssociateField(
                        group, request.checkedName(group, name), request.checkedText(group, field.toString()))));
            } else {
                list.add(new AssociateField(group, "", json));
            }
        });
        return AssociateFields.NONE.withBounded(new AssociateFields(list));
    }

    /** The fields as in the answers of Get and Pull Ticket: an object for each group. */
    static ObjectNode objects(AssociateFields fields) {
        var groups = JsonNodeFactory.instance.objectNode();
        for (var field : fields.list()) {
            var value = JsonBody.value(field.json());
            if (field.name().isEmpty()) {
                groups.set(field.group(), only(value));
            } else {
                groups.withObjectProperty(field.group()).set(field.name(), value);
            }
        }
        return groups;
    }

    /** The fields as in the answers of Add and Update Ticket: an array for each group. */
    static ObjectNode arrays(AssociateFields fields) {
        var groups = objects(fields);
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            if (group.getValue().isObject()) {
                group.setValue(JsonNodeFactory.instance.arrayNode().add(group.getValue()));
            }
        }
        return groups;
    }

    /**
     * The object in an array of exactly one object; any other value unchanged. A group may still be such an array: a
     * group without fields, {@code [{}]}, is stored as it was sent.
     */
    private static JsonNode only(JsonNode value) {
        return value instanceof ArrayNode array
                        && array.size() == 1
                        && array.get(0).isObject()
                ? array.get(0)
                : value;
    }
}
