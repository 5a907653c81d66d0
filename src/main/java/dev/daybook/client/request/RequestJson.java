package dev.daybook.client.request;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The common parts of requests. */
final class RequestJson {
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private RequestJson() {}

    /** An object with the account. */
    static ObjectNode object(long cmId) {
        return JsonNodeFactory.instance.objectNode().put("cm_id", cmId);
    }

    /**
     * A request in UTF-8.
     *
     * @throws IllegalArgumentException if a text has half of a surrogate pair, which Java would send as a question mark
     */
    static byte[] bytes(JsonNode json) {
        var text = json.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a text has half of a surrogate pair, as if it was cut within an emoji");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] inArray(ObjectNode request) {
        return bytes(JsonNodeFactory.instance.arrayNode().add(request));
    }

    /** The values, sorted by key, so that equal changes make equal requests. */
    static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> values) {
        return new TreeMap<>(values);
    }

    /**
     * Adds the employee, the attributes and the associate fields of a record to a request.
     *
     * @param employeePrefix the beginning of the names of the employee's fields
     */
    static void details(ObjectNode info, String employeePrefix, RecordDetails details) {
        employee(info, employeePrefix, details.assignee());
        var additional = info.putObject("additional_fields");
        sorted(details.attributes()).forEach((number, value) -> additional.put("attr" + number, value));
        associates(info.putObject("associate_fields"), details.associates());
    }

    static void employee(ObjectNode object, String prefix, EmployeeName employee) {
        object.put(prefix + "name", employee.name());
        object.put(prefix + "code", employee.code());
        object.put(prefix + "email", employee.email());
    }

    static void associates(ObjectNode object, Map<String, String> associates) {
        sorted(associates).forEach((name, json) -> object.set(name, Json.MAPPER.readTree(json)));
    }

    /** The local time of an instant. In an hour that clocks repeat, the text means the first occurrence. */
    static String local(Instant at, ZoneId zone) {
        return VendorTimes.seconds(at, zone);
    }

    /**
     * The local time of an instant. In an hour that clocks repeat, the offset is added, so that the text means this
     * instant.
     */
    static String exact(Instant at, ZoneId zone) {
        var local = at.atZone(zone);
        var repeated = zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
        return repeated ? WITH_OFFSET.format(local) : local(at, zone);
    }
}
