package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Origin of a request, as the browser states it: an address that the person entered, a page of this server, or a page
 * of another site. Programs other than browsers state no origin.
 */
final class Origin {
    /** The value of {@code Sec-Fetch-Dest} for a request by a script. */
    private static final String OF_SCRIPT = "empty";

    /**
     * Values of {@code Sec-Fetch-Dest} with which {@link #checkRead} may accept a read: no value (older browsers,
     * programs), a page, or a request by a script. For a part of a page, such as an image, browsers send another value.
     */
    private static final Set<String> OF_PERSON = Set.of("", "document", OF_SCRIPT);

    /** Values of {@code Sec-Fetch-Site} for requests from a page of this server, or from the address line. */
    private static final Set<String> OF_CONSOLE = Set.of("same-origin", "none");

    /**
     * Headers by which browsers mark a request for a page that nobody has opened yet: the standard header, and those of
     * Safari and older browsers. Chromium, for example, marks the page that the address line proposes during typing.
     */
    private static final List<String> EARLY = List.of("Sec-Purpose", "Purpose", "X-Purpose");

    /** An origin. A browser that hides the origin sends the text {@code null} instead. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s]{1,300}");

    private Origin() {}

    /**
     * Refuses a read that the browser makes to show a part of a page, such as an image, or for a script of another
     * site. Otherwise, a page of another site could make the browsers of its readers read records, and the audit would
     * name these readers. Also refuses a read of a page that nobody has opened yet. The browser drops the refusal,
     * because its status is that of an error, and requests the page again when somebody opens the page.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the read is refused
     */
    static void checkRead(Context context, Messages messages) {
        var destination = header(context, "Sec-Fetch-Dest");
        if (!OF_PERSON.contains(destination)
                || (destination.equals(OF_SCRIPT) && isForeign(context))
                || EARLY.stream().anyMatch(purpose -> context.header(purpose) != null)) {
            throw Problem.INVALID_VALUE.because(messages.text("error.origin"));
        }
    }

    /**
     * Refuses a download that {@link #checkRead} refuses, or that a page of another site requests.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the download is refused
     */
    static void checkDownload(Context context, Messages messages) {
        checkRead(context, messages);
        if (isForeign(context)) {
            throw Problem.INVALID_VALUE.because(messages.text("error.origin"));
        }
    }

    /** Whether the browser states that the request comes from a page of another origin, even one of the same site. */
    static boolean isForeign(Context context) {
        var site = context.header("Sec-Fetch-Site");
        return site != null && !OF_CONSOLE.contains(site);
    }

    /**
     * Whether the browser states that a form comes from a page of this server. Without TLS, the browser sends no {@code
     * Sec-Fetch-Site}. Then the origin of the page, which the browser sends if the page's {@code Referrer-Policy}
     * allows this, must match the header {@code Host}. False if the browser states nothing, or if this header has
     * another value because of a proxy.
     */
    static boolean isOwn(Context context) {
        var site = context.header("Sec-Fetch-Site");
        return site == null
                ? header(context, "Origin").equals("http://" + header(context, "Host"))
                : site.equals("same-origin");
    }

    /**
     * The origin of the page that sent a form, as the browser states it, such as {@code https://daybook.example}; empty
     * if it states none. For a form that {@link Sessions#checkForm} accepts, this is the address under which the
     * browser reaches this server: pages of other sites have no form token.
     */
    static String ofForm(Context context) {
        var origin = header(context, "Origin");
        return ORIGIN.matcher(origin).matches() ? origin : "";
    }

    /** Whether the request comes from the script of a page, which replaces a part of the page by the answer. */
    static boolean isOfScript(Context context) {
        return header(context, "HX-Request").equals("true");
    }

    /** Whether a script reads a page to renew it. Such a read has no query; reads by the forms of a page have one. */
    static boolean isPoll(Context context) {
        return HandlerType.GET.equals(context.method()) && isOfScript(context) && context.queryString() == null;
    }

    /** A header of a request, empty if it has none. */
    static String header(Context context, String name) {
        return Optional.ofNullable(context.header(name)).orElse("");
    }
}
