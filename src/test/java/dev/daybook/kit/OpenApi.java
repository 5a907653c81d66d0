package dev.daybook.kit;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI file in the jar. Tests check requests and answers against it: {@code OpenApi.load().check(response)}
 * fails and names all violations if an answer does not match the file for its path and status.
 */
public final class OpenApi {
    private static final String JSON = "application/json";
    private static final Dialect DRAFT = Dialects.getDraft202012();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(Dialect.builder(DRAFT.getId(), DRAFT)
                    .keyword(new NonValidationKeyword("components"))
                    .build());

    /**
     * Compiled schemas by the identity of their nodes, because comparing large nodes is slow. Several threads check
     * requests concurrently.
     */
    private final Map<JsonNode, Schema> compiled = Collections.synchronizedMap(new IdentityHashMap<>());

    private final JsonNode file;

    private OpenApi(JsonNode file) {
        this.file = file;
    }

    /** Reads the OpenAPI file in the jar. */
    public static OpenApi load() {
        try (var stream = OpenApi.class.getResourceAsStream("/openapi/openapi.json")) {
            return new OpenApi(JsonMapper.shared().readTree(Objects.requireNonNull(stream)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every operation as method and path, such as {@code POST /search-customer-by-customer-id.html}. */
    public Set<String> operations() {
        var operations = new TreeSet<String>();
        file.get("paths")
                .forEachEntry((path, item) -> item.propertyNames()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    /** How every path of the admin API begins. This API has its own test and its own keys. */
    public static final String ADMIN = "/daybook/v1/admin/";

    /** The name of the schema of the answer with status 200, for the operation with this method and path. */
    public String answerSchema(String method, String path) {
        var schema = file.get("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .at("/responses/200/content/application~1json/schema/$ref")
                .stringValue();
        return schema.substring(schema.lastIndexOf('/') + 1);
    }

    /** The paths of operations that take a request body, except those of the admin API. */
    public List<String> pathsWithBody() {
        var paths = new ArrayList<String>();
        file.get("paths").forEachEntry((path, item) -> {
            if (item.has("post") && !path.startsWith(ADMIN)) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** The operations of the admin API, as method and path. */
    public List<String> adminOperations() {
        return operations().stream()
                .filter(operation -> operation.contains(" " + ADMIN))
                .toList();
    }

    /** Whether an operation takes a request body. */
    public boolean hasBody(String operation) {
        return !request(operation).isMissingNode();
    }

    /**
     * The {@code operationId} of a path. As in the next methods, the path may have its method in front. Without a
     * method it stands for POST, or for GET if there is no POST.
     */
    public String operationId(String path) {
        return operation(path).get("operationId").stringValue();
    }

    /** The schema of a path's request. */
    public JsonNode requestSchema(String path) {
        return jsonContent(request(path)).path("schema");
    }

    /**
     * The schema of a path's request. If the request has several forms, such as one object and an array with one, this
     * is the first form that fits the body.
     */
    public JsonNode requestSchema(String path, String body) {
        var schema = resolved(requestSchema(path));
        if (!schema.has("properties")) {
            for (var form : schema.path("anyOf")) {
                if (violations(form, body).isEmpty()) {
                    return form;
                }
            }
        }
        return schema;
    }

    /** The target of a node's reference, or the node itself. */
    public JsonNode resolve(JsonNode node) {
        return resolved(node);
    }

    /** The statuses that are documented for a path. */
    public List<Integer> statuses(String path) {
        return operation(path).get("responses").propertyNames().stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** The statuses that are documented for an operation. */
    public List<Integer> statuses(String method, String path) {
        return file
                .get("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .get("responses")
                .propertyNames()
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** The examples of a path's request, by name, as JSON. */
    public Map<String, String> requestExamples(String path) {
        return examples(jsonContent(request(path)));
    }

    /** The examples of a path's answer with this status, by name, as JSON; none if the answer is not JSON. */
    public Map<String, String> responseExamples(String path, int status) {
        return examples(jsonContent(response(path, status)));
    }

    /** The names of a schema's properties, in order. */
    public List<String> properties(String schema) {
        return List.copyOf(
                file.at("/components/schemas/" + schema + "/properties").propertyNames());
    }

    /** Checks the body of a request against the schema for this path. Returns the violations. */
    public List<String> requestViolations(String path, String body) {
        return violations(jsonContent(request(path)).path("schema"), body);
    }

    /**
     * Checks the body of an answer against the schema for this path and status. Returns the violations; a status that
     * is not documented is one, too.
     */
    public List<String> violations(String path, int status, String body) {
        if (!statuses(path).contains(status)) {
            return List.of("the status " + status + " of " + path + " is not documented");
        }
        return violations(jsonContent(response(path, status)).path("schema"), body);
    }

    /** The violations in a body, checked against the schema with this name instead of the schema of a path. */
    public List<String> violationsOf(String schema, String body) {
        return violations(file.at("/components/schemas/" + schema), body);
    }

    /** Fails if an answer's body does not match the OpenAPI file for this path and status. */
    public void check(String path, int status, String body) {
        var violations = violations(path, status, body);
        if (!violations.isEmpty()) {
            throw new AssertionError(path + " " + status + ": " + violations + " in " + body);
        }
    }

    /** Fails if an answer's body or one of the API's own headers is not as documented. */
    public void check(HttpResponse<String> answer) {
        var path = answer.uri().getPath();
        check(path, answer.statusCode(), answer.body());
        var documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        documented.addAll(response(path, answer.statusCode()).path("headers").propertyNames());
        var own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var name : answer.headers().map().keySet()) {
            if (name.startsWith("x-request-")
                    || name.startsWith("x-daybook-")
                    || name.equals("allow")
                    || name.equals("retry-after")) {
                own.add(name);
            }
        }
        if (!documented.containsAll(own)) {
            throw new AssertionError(
                    path + " " + answer.statusCode() + " has headers " + own + ", documented are " + documented);
        }
    }

    private List<String> violations(JsonNode schema, String body) {
        return compiled.computeIfAbsent(schema, this::compile).validate(body, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /** Compiles a schema together with the components that its references point to. */
    private Schema compile(JsonNode schema) {
        var whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", file.get("components"));
        return SCHEMAS.getSchema(whole);
    }

    private Map<String, String> examples(JsonNode content) {
        var examples = new LinkedHashMap<String, String>();
        if (content.has("example")) {
            examples.put("example", content.get("example").toString());
        }
        content.path("examples")
                .forEachEntry((name, example) -> examples.put(
                        name,
                        Objects.requireNonNull(resolved(example).get("value")).toString()));
        return examples;
    }

    private JsonNode operation(String path) {
        var end = path.indexOf(' ');
        var item = file.get("paths").path(path.substring(end + 1));
        if (end > 0) {
            return item.path(path.substring(0, end).toLowerCase(Locale.ROOT));
        }
        var operation = item.has("post") ? item.get("post") : item.get("get");
        if (operation == null) {
            throw new AssertionError("the path " + path + " is not documented");
        }
        return operation;
    }

    private JsonNode request(String path) {
        return resolved(operation(path).path("requestBody"));
    }

    private JsonNode response(String path, int status) {
        return resolved(operation(path).path("responses").path(Integer.toString(status)));
    }

    private static JsonNode jsonContent(JsonNode body) {
        return body.path("content").path(JSON);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? file.at(node.get("$ref").stringValue().substring(1)) : node;
    }
}
