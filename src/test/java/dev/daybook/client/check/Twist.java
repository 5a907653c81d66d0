package dev.daybook.client.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One point in which a {@link TwistedServer} differs from Daybook.
 *
 * @param name a description of the difference
 * @param named the questions that must report the difference
 * @param request changes a request before Daybook gets it
 * @param answer changes the answer of Daybook
 */
record Twist(
        String name,
        Set<String> named,
        UnaryOperator<TwistedRequest> request,
        BiFunction<TwistedRequest, TwistedAnswer, TwistedAnswer> answer) {

    static Twist requests(String name, String named, UnaryOperator<TwistedRequest> change) {
        return new Twist(name, Set.of(named), change, (asked, given) -> given);
    }

    static Twist answers(String name, String named, BiFunction<TwistedRequest, TwistedAnswer, TwistedAnswer> change) {
        return new Twist(name, Set.of(named), asked -> asked, change);
    }

    /** A difference: the server gives this answer to the requests that {@code when} selects. */
    static Twist instead(String name, String named, Predicate<TwistedRequest> when, TwistedAnswer answer) {
        return answers(name, named, (asked, given) -> when.test(asked) ? answer : given);
    }

    /** A difference: the server refuses the requests that {@code when} selects. */
    static Twist refuses(String name, String named, int status, Predicate<TwistedRequest> when) {
        return instead(name, named, when, TwistedAnswer.failed(status, "No"));
    }

    /** A copy with further questions that must report the difference. */
    Twist and(String... others) {
        var all = new TreeSet<>(named);
        all.addAll(List.of(others));
        return new Twist(name, all, request, answer);
    }

    @Override
    public String toString() {
        return name;
    }
}
