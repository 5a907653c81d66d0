package dev.daybook.client.check.session;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a check knows of its key: the paths at which the server accepts the key, and whether the key is still accepted.
 * A key may be for some operations only; and it may expire, or the server may require a new log-in, while the check
 * runs.
 */
final class KeyAccess {
    private static final int FAILURE_OF_SERVER = 500;

    private final Exchange exchange;
    private final Set<String> accepting = new HashSet<>();
    private Optional<Day> proof = Optional.empty();
    private String lost = "";

    KeyAccess(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Adds a day with records. The pull of the first added day shows later whether the key is still accepted. */
    void add(Day found) {
        proof = proof.or(() -> Optional.of(found));
    }

    /**
     * Sends a request. If the answer may mean that the key is not accepted any more, pulls the first day of {@link
     * #add} again, if there is one.
     *
     * @throws NotEstablished if this pull has no answer, or one without records. If an answer without records has a
     *     status below 500, the key counts as lost: each later call throws this exception without sending its request
     */
    CheckedAnswer send(Ask ask) throws InterruptedException {
        if (!lost.isEmpty()) {
            throw NotEstablished.unanswered(lost);
        }
        var answer = exchange.send(ask);
        if (ask.hasKey() && answer.isSuccess() && !answer.isHtml()) {
            accepting.add(ask.pathOnly());
        }
        if (isDoubtful(ask, answer) && proof.isPresent()) {
            confirm(proof.get());
        }
        return answer;
    }

    /**
     * Whether the answer may mean that the key is not accepted any more. A form to log in may be a page of HTML, or the
     * target of a redirect.
     */
    private static boolean isDoubtful(Ask ask, CheckedAnswer answer) {
        return (ask.hasKey() && answer.refusesKey()) || answer.isRedirect() || (answer.isSuccess() && answer.isHtml());
    }

    private void confirm(Day day) throws InterruptedException {
        var again = exchange.send(day.ask()).required();
        if (!again.hasRecords()) {
            var told = "the pull of " + day.kind().plural() + " gave records before, and is now answered: "
                    + again.described();
            // Like a missing answer, a failure of the server shows nothing about the key.
            lost = again.status() >= FAILURE_OF_SERVER ? "" : told;
            throw NotEstablished.unanswered(told);
        }
    }

    /**
     * Whether an answer refuses the key at a path that has not accepted it before. Then the key is not for this
     * operation. At a path that has accepted the key, the server refuses something else in the request.
     */
    boolean isRefused(Ask ask, CheckedAnswer answer) {
        return ask.hasKey() && answer.refusesKey() && !accepting.contains(ask.pathOnly());
    }
}
