package dev.daybook.wire.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations of the admin API, each with its method and path. */
public enum AdminOperation {
    LIST_ACCOUNTS("GET", "/accounts"),
    CREATE_ACCOUNT("POST", "/accounts"),

    /** Changes an account. If its zone changes, its documents are rendered again. */
    CHANGE_ACCOUNT("PATCH", "/accounts/{cmId}"),
    LIST_KEYS("GET", "/accounts/{cmId}/keys"),
    CREATE_KEY("POST", "/accounts/{cmId}/keys"),
    ROTATE_KEY("POST", "/accounts/{cmId}/keys/{id}/rotate"),
    DISABLE_KEY("POST", "/accounts/{cmId}/keys/{id}/disable"),

    /** The account lists: sales zones and sources. */
    LIST_LISTS("GET", "/accounts/{cmId}/lists"),
    ADD_LIST_ENTRY("POST", "/accounts/{cmId}/lists"),
    LIST_SUB_STATUSES("GET", "/accounts/{cmId}/sub-statuses"),
    SET_SUB_STATUS("PUT", "/accounts/{cmId}/sub-statuses/{key}"),
    REMOVE_SUB_STATUS("DELETE", "/accounts/{cmId}/sub-statuses/{key}"),
    NAME_SUB_STATUSES_BY_KEYS("POST", "/accounts/{cmId}/name-sub-statuses-by-keys"),
    GET_CALENDAR("GET", "/accounts/{cmId}/calendar"),
    CHANGE_CALENDAR("PATCH", "/accounts/{cmId}/calendar"),

    /** The webhook of an account, without its secret. */
    GET_WEBHOOK("GET", "/accounts/{cmId}/webhook"),
    SET_WEBHOOK("PUT", "/accounts/{cmId}/webhook"),

    /** Removes the webhook and its deliveries. */
    REMOVE_WEBHOOK("DELETE", "/accounts/{cmId}/webhook"),

    /** The waiting and given-up deliveries after a position. */
    LIST_DELIVERIES("GET", "/accounts/{cmId}/webhook/deliveries", "after"),
    RETRY_DELIVERIES("POST", "/accounts/{cmId}/webhook/retry"),
    LIST_USERS("GET", "/users"),

    /** Adds a person, or gives an existing person a role. */
    CREATE_USER("POST", "/users"),
    DISABLE_USER("POST", "/users/{email}/disable"),

    /**
     * Removes a person's password and creates a link to choose a new one. On request, also enables a disabled person.
     */
    RESET_USER("POST", "/users/{email}/reset"),

    /** Makes all earlier cursors of changes, login links and sessions invalid. */
    MARK_RESTORED("POST", "/restored"),

    /** The last backup that this server started. */
    GET_BACKUP("GET", "/backup"),
    START_BACKUP("POST", "/backup");

    /** The path prefix of the admin API. */
    public static final String ROOT = "/daybook/v1/admin";

    private static final Pattern PARAMETER = Pattern.compile("[{](\\w+)[}]");
    private static final Pattern WORD_END = Pattern.compile("_([a-z])");

    private final String method;
    private final String path;
    private final String query;

    AdminOperation(String method, String path) {
        this(method, path, "");
    }

    AdminOperation(String method, String path, String query) {
        this.method = method;
        this.path = path;
        this.query = query;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path on the server, with its parameters in braces. */
    public String path() {
        return ROOT + path;
    }

    /**
     * The path on the server, with these values for its parameters: first those in the path, then those of the query,
     * each in its order. Values of the query may be left out at the end.
     */
    public String path(List<?> values) {
        var left = values.iterator();
        var filled = PARAMETER.matcher(path()).replaceAll(found -> Matcher.quoteReplacement(encoded(left.next())));
        var asked = query().stream()
                .filter(name -> left.hasNext())
                .map(name -> name + "=" + encoded(left.next()))
                .collect(Collectors.joining("&"));
        return asked.isEmpty() ? filled : filled + "?" + asked;
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The names of all parameters in order: first those in the path, then those of the query. */
    public List<String> parameters() {
        return Stream.concat(PARAMETER.matcher(path).results().map(found -> found.group(1)), query().stream())
                .toList();
    }

    /** The names of the parameters of the query, each of which may be left out. */
    public List<String> query() {
        return query.isEmpty() ? List.of() : List.of(query);
    }

    /**
     * Whether a call may take minutes, because it may render all documents of an account again, change all deliveries
     * of a webhook, or change all records.
     */
    public boolean mayTakeLong() {
        return switch (this) {
            case CHANGE_ACCOUNT,
                    SET_SUB_STATUS,
                    REMOVE_SUB_STATUS,
                    NAME_SUB_STATUSES_BY_KEYS,
                    SET_WEBHOOK,
                    REMOVE_WEBHOOK,
                    RETRY_DELIVERIES,
                    MARK_RESTORED -> true;
            default -> false;
        };
    }

    /** The name in metrics, logs and the OpenAPI file, such as {@code listAccounts}. */
    public String label() {
        return WORD_END.matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }
}
