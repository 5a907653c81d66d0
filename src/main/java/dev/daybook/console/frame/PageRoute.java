package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.person.EmailKey;
import dev.daybook.domain.person.Right;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page or action.
 *
 * @param method GET or POST
 * @param path the pattern of its path; a name in braces, such as {@code {account}}, stands for any text without a slash
 * @param personal whether the visitor must be logged in
 * @param right the right that the visitor needs in the account of the path; empty if the path has no account
 * @param upload whether its form has a file
 * @param handler answers a request
 */
public record PageRoute(
        String method,
        String path,
        boolean personal,
        Optional<Right> right,
        boolean upload,
        Function<Visit, PageAnswer> handler) {
    /**
     * A query as the console's forms, links and scripts write it. Forms escape some characters, such as {@code !}, that
     * scripts leave as they are. The length is limited because the query is also sent in headers, which have a maximum
     * length.
     */
    private static final String QUERY = "[A-Za-z0-9_.!'()*+%&=~-]{1,2000}";

    private static final String LOG_IN = "/console/login";

    private static final String LOG_OUT = "/console/logout";

    private static final Pattern OWN_PLACE = Pattern.compile("/console/[A-Za-z0-9_/-]*(\\?" + QUERY + ")?");

    /** The end of the path of a file to download. The part before it is the path of the page that offers the file. */
    private static final Pattern FILE = Pattern.compile("(/download|(/refused)?\\.csv)$");

    /** The end of the path of an action that has no page. The part before it is the path of the page with the form. */
    private static final Pattern ACTION = Pattern.compile("/(lists|sub-statuses|calendar|clock|faults(/remove)?"
            + "|filters(/remove)?|test|disable|((categories/)?[0-9]+/)?(role|remove|reset))$");

    /** A page for anybody. */
    public static PageRoute open(String method, String path, Function<Visit, PageAnswer> handler) {
        return new PageRoute(method, path, false, Optional.empty(), false, handler);
    }

    /** A page for whoever is logged in. */
    public static PageRoute personal(String method, String path, Function<Visit, PageAnswer> handler) {
        return new PageRoute(method, path, true, Optional.empty(), false, handler);
    }

    /** A page of an account, to look at. The path is {@code rest} after the account's number. */
    public static PageRoute get(String rest, Right right, Function<Visit, PageAnswer> handler) {
        return new PageRoute("GET", inAccount(rest), true, Optional.of(right), false, handler);
    }

    /** An action in an account. The path is {@code rest} after the account's number. */
    public static PageRoute post(String rest, Right right, Function<Visit, PageAnswer> handler) {
        return new PageRoute("POST", inAccount(rest), true, Optional.of(right), false, handler);
    }

    /** An action in an account whose form has a file. The path is {@code rest} after the account's number. */
    public static PageRoute upload(String rest, Right right, Function<Visit, PageAnswer> handler) {
        return new PageRoute("POST", inAccount(rest), true, Optional.of(right), true, handler);
    }

    private static String inAccount(String rest) {
        return "/console/{account}/" + rest;
    }

    /**
     * The path and the query of a page, to return to this page later; with the query, a list keeps its filter. A
     * message about an action is left out, because it would be shown again. For a file to download, returns the path
     * and the query of the page that offers the file.
     */
    static String place(Context context) {
        var query = Optional.ofNullable(context.queryString()).orElse("");
        return place(FILE.matcher(context.path()).replaceFirst(""), query);
    }

    private static String place(String path, String query) {
        var kept = Stream.of(query.split("&", -1))
                .filter(part -> !part.startsWith("done="))
                .collect(Collectors.joining("&"));
        return kept.matches(QUERY) ? path + "?" + kept : path;
    }

    /**
     * The page that sent a form, according to {@code Referer}. If this header is missing, or names no page of the
     * console, the first page.
     */
    private static String sender(Context context) {
        var page = Origin.header(context, "Referer").replaceFirst("^https?://[^/]*", "");
        var parts = page.split("\\?", 2);
        return ownPlace(place(ACTION.matcher(parts[0]).replaceFirst(""), parts.length == 2 ? parts[1] : ""));
    }

    /**
     * Returns this path, with its query, if it is in the console; otherwise the path of the first page. So a log-in
     * cannot redirect to another site.
     */
    public static String ownPlace(String text) {
        return OWN_PLACE.matcher(text).matches() && !text.contains("//") ? text : "/console";
    }

    /**
     * Returns empty if the visitor may use this route, or a redirect to the log-in if the visitor must log in first. A
     * person who is logged in and sends the form to log in is redirected to the wanted page, see {@link #isLoggedIn}.
     *
     * <p>Two kinds of requests are refused instead of redirected to the log-in: one of a script, because its page must
     * stay open, and a form with texts, because the error page gives the texts back.
     *
     * @throws FailurePage.Refused for these two kinds of requests
     * @throws dev.daybook.domain.ProblemException NO_SUCH_PATH if the person may not see the account; FORBIDDEN if the
     *     person lacks the right
     */
    Optional<PageAnswer> admit(Visit visit) {
        if (method.equals("POST") && path.equals(LOG_IN) && isLoggedIn(visit)) {
            return Optional.of(PageAnswer.redirect(ownPlace(visit.form("to"))));
        }
        if (personal && visit.session().isEmpty()) {
            if (Origin.isOfScript(visit.context())
                    || !SentForm.written(visit.context()).isEmpty()) {
                throw new FailurePage.Refused("ended", 401);
            }
            return Optional.of(PageAnswer.redirect(LOG_IN + query(visit.context())));
        }
        if (right.isPresent() && visit.visible().isEmpty()) {
            // An account that the person may not see looks like one that does not exist.
            throw Problem.NO_SUCH_PATH.because("no such page");
        }
        if (right.isPresent() && !visit.may(right.get())) {
            throw Problem.FORBIDDEN.because("the role lacks the right " + right.get());
        }
        return Optional.empty();
    }

    /**
     * The query of the log-in page: the page to go to afterwards, and whether a form was not stored; or that a log-out
     * is done.
     */
    private String query(Context context) {
        if (path.equals(LOG_OUT)) {
            return "?done=logged.out";
        }
        var isForm = method.equals("POST");
        var to = URLEncoder.encode(isForm ? sender(context) : place(context), StandardCharsets.UTF_8);
        return (isForm ? "?failed=ended&to=" : "?to=") + to;
    }

    /**
     * Whether the form to log in comes from a person who is logged in already, for example in another window. Such a
     * form lacks the token of the session, but it changes nothing. False if the form has the e-mail of another person,
     * who must not continue in this session unnoticed.
     */
    private static boolean isLoggedIn(Visit visit) {
        return Origin.isOwn(visit.context())
                && visit.visitor()
                        .filter(person -> EmailKey.of(person.email()).equals(EmailKey.of(visit.typedWord("email"))))
                        .isPresent();
    }
}
