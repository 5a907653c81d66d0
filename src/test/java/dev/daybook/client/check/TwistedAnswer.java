package dev.daybook.client.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer of a {@link TwistedServer}. */
@SuppressWarnings("ArrayRecordComponent")
record TwistedAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    static TwistedAnswer json(int status, String text) {
        return new TwistedAnswer(
                status,
                Map.of("content-type", List.of("application/json; charset=utf-8")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static TwistedAnswer html(int status) {
        return new TwistedAnswer(
                status,
                Map.of("content-type", List.of("text/html")),
                "<html><body>no</body></html>".getBytes(StandardCharsets.UTF_8));
    }

    static TwistedAnswer failed(int status, String text) {
        return json(status, "{\"message\":\"" + text + "\",\"status\":\"failed\"}");
    }

    static TwistedAnswer nothing() {
        return json(200, "{\"message\":[],\"status\":\"success\"}");
    }

    boolean isPacked() {
        return body.length > 0 && body[0] == 0x1f;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A copy whose body has the changed text. If the body is compressed, this answer itself. */
    TwistedAnswer text(UnaryOperator<String> change) {
        return isPacked() ? this : with(change.apply(text()).getBytes(StandardCharsets.UTF_8));
    }

    TwistedAnswer with(byte[] other) {
        return new TwistedAnswer(status, headers, other);
    }

    TwistedAnswer withStatus(int other) {
        return new TwistedAnswer(other, headers, body);
    }

    TwistedAnswer with(String header, String value) {
        var changed = new TreeMap<>(headers);
        changed.put(header, List.of(value));
        return new TwistedAnswer(status, changed, body);
    }

    TwistedAnswer without(String header) {
        var changed = new TreeMap<>(headers);
        changed.remove(header);
        return new TwistedAnswer(status, changed, body);
    }

    boolean isEmptyList() {
        return text().contains("\"message\":[],");
    }

    /** A copy with each record of the page changed. */
    TwistedAnswer rows(Consumer<ObjectNode> change) {
        return allRows(rows -> {
            rows.forEach(change);
            return rows;
        });
    }

    /**
     * A copy with the list of records of the page changed. If the body is compressed or has no list, this answer
     * itself.
     */
    TwistedAnswer allRows(UnaryOperator<List<ObjectNode>> change) {
        if (isPacked()) {
            return this;
        }
        var root = JsonMapper.shared().readTree(body);
        if (!(root instanceof ObjectNode object) || !object.path("message").isArray()) {
            return this;
        }
        var rows = new ArrayList<ObjectNode>();
        object.path("message").forEach(row -> rows.add((ObjectNode) row));
        var array = JsonMapper.shared().createArrayNode();
        change.apply(rows).forEach(array::add);
        object.set("message", array);
        return text(before -> object.toString());
    }

    /** A copy with the JSON of the body changed. */
    TwistedAnswer root(Consumer<JsonNode> change) {
        var root = JsonMapper.shared().readTree(body);
        change.accept(root);
        return text(before -> root.toString());
    }
}
