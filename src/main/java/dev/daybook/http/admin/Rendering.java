package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.wire.ProblemText;
import java.util.function.Supplier;

/**
 * Renders documents after a change. If some documents may still show the state before the change, the caller gets a
 * problem that names the command to render them.
 */
final class Rendering {
    private Rendering() {}

    /**
     * Makes a change after which documents must be rendered. If it is not known whether the change was stored, appends
     * {@code advice} to the text of the problem. Repeating the call may not help: if the change was stored, a
     * repeated change of a zone, for example, changes nothing and so renders nothing.
     *
     * @param advice what the operator should do in this case
     */
    static <T> T before(String advice, Supplier<T> change) {
        try {
            return change.get();
        } catch (ProblemException failure) {
            if (failure.reason().filter(Reason.OUTCOME_UNKNOWN::equals).isEmpty()) {
                throw failure;
            }
            throw failure.problem().because(ProblemText.of(failure) + "; " + advice, failure);
        }
    }

    /**
     * Renders documents. If this fails, the problem names the command that renders them: a repeated call may render
     * nothing, because the change is already stored. If the account is gone, the problem names no command.
     *
     * @param stored the start of the problem's text: what is stored, and what is out of date in some documents
     */
    static <T> T after(String stored, Supplier<T> rendering) {
        try {
            return rendering.get();
        } catch (ProblemException failure) {
            if (failure.problem() == Problem.ACCOUNT_GONE) {
                throw failure;
            }
            throw failure.problem()
                    .because(
                            stored + ", because " + ProblemText.of(failure) + "; 'daybook rerender --all' renders them",
                            failure);
        }
    }
}
