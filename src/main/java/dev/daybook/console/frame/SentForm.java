package dev.daybook.console.frame;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of a form that {@link Forms} has read, kept with the request. */
final class SentForm {
    /** The fields that each form has: the form token, and the random word by which a repeated form is recognised. */
    private static final Set<String> OF_PAGE = Set.of("_form", "_once");

    /**
     * The fields that an error page does not give back to the person: passwords, hidden fields of the page, and a
     * sub-status, whose key comes from a list and may have several words.
     */
    private static final Set<String> NOT_WRITTEN =
            Set.of("password", "again", "_form", "_once", "was", "to", "sub-status");

    /**
     * A text that nobody likes to type again. It has several words, or more than 30 characters, or four letters of a
     * writing system without blanks between words, such as Chinese. A long text without blanks does not count if it has
     * only ASCII letters, digits and the signs {@code _+/=.-}: it may be a token or an id.
     */
    private static final Pattern TEXT = Pattern.compile("\\S\\s+\\S"
            + "|[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]{4}"
            + "|^(?![\\w+/=.-]*$).{31}");

    /** The request attribute for the fields. */
    private static final String FIELDS = SentForm.class.getName();

    private SentForm() {}

    /** Keeps the fields of a form with its request. */
    static void keep(Context context, Map<String, List<String>> fields) {
        context.attribute(FIELDS, fields);
    }

    /** The first value of a field; null if the form has no such field. */
    static @Nullable String value(Context context, String name) {
        var values = values(context, name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** All values of a field; empty if the form has no such field. */
    static List<String> values(Context context, String name) {
        Map<String, List<String>> fields = context.attribute(FIELDS);
        return fields == null ? List.of() : fields.getOrDefault(name, List.of());
    }

    /** The names and values of the form, as one text, without the fields that a page adds to each form. */
    static String content(Context context) {
        Map<String, List<String>> fields = context.attribute(FIELDS);
        return fields == null
                ? ""
                : fields.entrySet().stream()
                        .filter(field -> !OF_PAGE.contains(field.getKey()))
                        .flatMap(field ->
                                field.getValue().stream().map(value -> encoded(field.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * The texts that a person wrote into the form, so that an error page can give them back: those that match {@link
     * #TEXT}, without the fields {@link #NOT_WRITTEN}. Empty if the form may come from another site: if the browser
     * states this, or if neither the browser states that a page of this server sent it, nor the form has the form token
     * of the session cookie, even of a session that has ended.
     */
    static List<String> written(Context context) {
        Map<String, List<String>> fields = context.attribute(FIELDS);
        if (fields == null
                || Origin.isForeign(context)
                || !(Origin.isOwn(context) || Sessions.isOwnForm(context, true))) {
            return List.of();
        }
        return fields.entrySet().stream()
                .filter(field -> !NOT_WRITTEN.contains(field.getKey()))
                .flatMap(field -> field.getValue().stream())
                .filter(text -> TEXT.matcher(text).find())
                .toList();
    }
}
