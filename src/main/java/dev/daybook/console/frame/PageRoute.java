package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.person.Right;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

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
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record PageRoute(
        String method,
        String path,
        boolean personal,
        Optional<Right> right,
        boolean upload,
        Function<Visit, PageAnswer> handler) {
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
     * Returns empty if the visitor may use this route. If a log-in is needed, returns a redirect to it. Two kinds of
     * requests are refused instead: one of a script, because its page must stay open, and a form with texts, because
     * the error page gives the texts back. A person who lacks the right is refused, too.
     */
    Optional<PageAnswer> admit(Visit visit) {
        if (personal && visit.session().isEmpty()) {
            if (Origin.isOfScript(visit.context())
                    || !SentForm.written(visit.context()).isEmpty()) {
                throw new FailurePage.LoggedOut();
            }
            var page = method.equals("GET") ? visit.context().path() : "";
            return Optional.of(
                    PageAnswer.redirect("/console/login?to=" + URLEncoder.encode(page, StandardCharsets.UTF_8)));
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
}
