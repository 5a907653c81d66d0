package dev.daybook.battery;

import dev.daybook.kit.OpenApi;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Generates request bodies from the schemas of the OpenAPI file: valid ones and damaged ones. */
final class Bodies {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":(\"[^\"]+\"|[1-9][0-9]*)");
    private static final int DRAWS = 12;
    private static final List<String> UNFIT = List.of(
            "true",
            "-1",
            "1.5",
            "{}",
            "[]",
            "[[1]]",
            "{\"a\":{}}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "-0",
            "1e-400",
            "1e9999",
            "-1e10000",
            "1e2147483647",
            "1e99999999999",
            "99999999999999999999",
            "9223372036854775807",
            "\"9223372036854775808\"",
            "\"2024-02-30\"",
            "\"0000-00-00\"",
            "\"+1\"",
            "\"१२\"",
            "\"\\u202ex\"",
            "null");

    private final OpenApi file;
    private final Pool pool;
    private final Random random;

    Bodies(OpenApi file, Pool pool, Random random) {
        this.file = file;
        this.pool = pool;
        this.random = random;
    }

    /** A body that matches the schema of a path: generated from the schema, or an example with some values replaced. */
    String valid(String path) {
        if (random.nextInt(5) < 2) {
            var examples = List.copyOf(file.requestExamples(path).values());
            return varied(examples.get(random.nextInt(examples.size())));
        }
        // Some bodies have nearly all fields, others only the required ones.
        return value(file.requestSchema(path), "", List.of(0.03, 0.2, 0.8).get(random.nextInt(3)))
                .toString();
    }

    /** A body with one part that is probably invalid. */
    String damaged(String path) {
        var body = valid(path);
        return switch (random.nextInt(12)) {
            case 0 -> body.substring(0, random.nextInt(body.length()));
            case 1 -> spliced(body, String.valueOf((char) random.nextInt(random.nextBoolean() ? 128 : 65_536)));
            case 2 -> body.replaceFirst("\\{", "{\"cm_id\":1000298,\"cm_id\":1000298,");
            case 3 -> body.replaceFirst(":", ": /* why */ ");
            case 4 -> body.replaceFirst("}", ",}");
            case 5 -> "[".repeat(1 + random.nextInt(1_200)) + body;
            case 6 -> body.replaceFirst("\\{", "{\"" + "k".repeat(random.nextInt(40_000)) + "\":1,");
            case 7 -> body.replaceFirst("\\{", "{\"deep\":" + "{\"d\":".repeat(40) + "1" + "}".repeat(40) + ",");
            default -> withUnfit(body);
        };
    }

    /** The body with some texts and numbers replaced by values of the pool for their names. */
    private String varied(String body) {
        return MEMBER.matcher(body).replaceAll(found -> {
            var drawn = random.nextInt(4) == 0 ? pool.draw(found.group(1), random) : "";
            var fits = found.group(2).startsWith("\"")
                    ? !drawn.isBlank() && !drawn.contains("\"")
                    : drawn.matches("[1-9][0-9]{0,17}");
            return Matcher.quoteReplacement(
                    fits
                            ? found.group()
                                    .replace(
                                            found.group(2), found.group(2).startsWith("\"") ? '"' + drawn + '"' : drawn)
                            : found.group());
        });
    }

    /** The body with one value replaced by one of another type or size. */
    private String withUnfit(String body) {
        var values = Pattern.compile("(?<=:)(\"[^\"]*\"|-?[0-9.]+|true|false|null)(?=[,}])")
                .matcher(body)
                .results()
                .toList();
        if (values.isEmpty()) {
            return spliced(body, "1");
        }
        var chosen = values.get(random.nextInt(values.size()));
        var unfit = random.nextInt(10) == 0
                ? '"' + "long ".repeat(random.nextInt(30_000)) + '"'
                : UNFIT.get(random.nextInt(UNFIT.size()));
        return body.substring(0, chosen.start()) + unfit + body.substring(chosen.end());
    }

    private String spliced(String body, String text) {
        var at = random.nextInt(body.length() + 1);
        return body.substring(0, at) + text + body.substring(at);
    }

    private JsonNode value(JsonNode given, String name, double fullness) {
        var schema = file.resolve(given);
        if (schema.has("anyOf") && !schema.has("properties")) {
            return value(any(schema.get("anyOf")), name, fullness);
        } else if (schema.has("enum")) {
            return any(schema.get("enum"));
        } else if (schema.has("const")) {
            return schema.get("const");
        }
        return ofType(schema, type(schema), name, fullness);
    }

    private String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray()) {
            return any(type).stringValue();
        }
        return type.isMissingNode() ? "object" : type.stringValue();
    }

    private JsonNode ofType(JsonNode schema, String type, String name, double fullness) {
        return switch (type) {
            case "object" -> object(schema, fullness);
            case "array" -> array(schema, name, fullness);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" ->
                number(schema, drawn(name, text -> text.matches("[0-9]{1,18}") && fits(schema, text), "0"));
            case "number" -> number(schema, drawn(name, text -> text.matches("[0-9]{1,9}([.][0-9]{1,4})?"), "0"));
            case "string" -> NODES.stringNode(text(schema, name));
            case "null" -> NODES.nullNode();
            default -> throw new IllegalArgumentException("the type " + type);
        };
    }

    private JsonNode object(JsonNode schema, double fullness) {
        var object = NODES.objectNode();
        // Beside properties, anyOf has the groups of properties of which one is required.
        var group = schema.has("anyOf") ? any(schema.get("anyOf")) : schema;
        var required = Stream.of(schema, group)
                .flatMap(each -> StreamSupport.stream(each.path("required").spliterator(), false))
                .map(JsonNode::stringValue)
                .toList();
        schema.path("properties").forEachEntry((name, property) -> {
            // Most bodies contain the account and the days, because most requests without these are refused.
            var wanted =
                    Pool.Kind.of(name) == Pool.Kind.ACCOUNT || Pool.Kind.of(name) == Pool.Kind.DAY ? 0.7 : fullness;
            if (required.contains(name) || random.nextDouble() < wanted) {
                object.set(name, value(property, name, fullness));
            }
        });
        if (random.nextInt(10) == 0) {
            object.put("own_field", "own");
        }
        return object;
    }

    private JsonNode array(JsonNode schema, String name, double fullness) {
        var array = NODES.arrayNode();
        var least = schema.path("minItems").intValue(0);
        var most = Math.min(schema.path("maxItems").intValue(4), 4);
        for (var left = least + random.nextInt(most - least + 1); left > 0; left--) {
            array.add(value(schema.path("items"), name, fullness));
        }
        return array;
    }

    private JsonNode number(JsonNode schema, String digits) {
        var number = new BigDecimal(digits);
        var least = schema.path("minimum").decimalValue(BigDecimal.ZERO);
        var most = schema.path("maximum").decimalValue(number);
        return NODES.numberNode(number.max(least).min(most));
    }

    private String text(JsonNode schema, String name) {
        return drawn(name, text -> fits(schema, text), "");
    }

    private static boolean fits(JsonNode schema, String text) {
        return schema.path("pattern").isMissingNode()
                || Pattern.compile(schema.get("pattern").stringValue())
                        .matcher(text)
                        .find();
    }

    /** A fitting value of the pool, if possible one for this name; {@code otherwise} if no value fits. */
    private String drawn(String name, Predicate<String> fits, String otherwise) {
        for (var draws = 0; draws < DRAWS; draws++) {
            var text = pool.draw(name, random);
            if (fits.test(text)) {
                return text;
            }
        }
        var all = new ArrayList<String>();
        for (var kind : Pool.Kind.values()) {
            pool.all(kind).stream().filter(fits).forEach(all::add);
        }
        return all.isEmpty() ? otherwise : all.get(random.nextInt(all.size()));
    }

    private JsonNode any(JsonNode list) {
        return list.get(random.nextInt(list.size()));
    }
}
