package dev.daybook.wire;

import dev.daybook.wire.json.Json;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI description of one server. The file in the jar describes all operations that a server may have. */
public final class OpenApiJson {
    /** The fields in the examples that contain days to request. */
    private static final Set<String> DAYS = Set.of(
            "createStartDate",
            "createEndDate",
            "generationStartDate",
            "generationEndDate",
            "start_date",
            "end_date",
            "startDate",
            "endDate");

    private OpenApiJson() {}

    /**
     * The description of the paths that this server serves.
     *
     * @param file the complete description
     * @param isServed whether a path is served
     * @param day a day with records, for the examples; empty to keep their days
     */
    public static byte[] of(byte[] file, Predicate<String> isServed, Optional<LocalDate> day) {
        var root = (ObjectNode) Json.MAPPER.readTree(file);
        var paths = (ObjectNode) root.get("paths");
        Set.copyOf(paths.propertyNames()).stream().filter(isServed.negate()).forEach(paths::remove);
        var tags = new TreeSet<String>();
        paths.forEach(path ->
                path.forEach(operation -> operation.path("tags").forEach(tag -> tags.add(tag.stringValue()))));
        ((ArrayNode) root.get("tags"))
                .removeIf(tag -> !tags.contains(tag.get("name").stringValue()));
        day.ifPresent(known -> setDays(root.at("/components/examples"), known.toString()));
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void setDays(JsonNode node, String day) {
        node.forEach(child -> setDays(child, day));
        if (node instanceof ObjectNode object) {
            DAYS.stream().filter(name -> object.path(name).isString()).forEach(name -> object.put(name, day));
        }
    }
}
