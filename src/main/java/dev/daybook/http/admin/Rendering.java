package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.problem.ProblemText;
import java.util.function.Supplier;

/** Rendering of documents after a change that is stored already. */
final class Rendering {
    private Rendering() {}

    /**
     * Renders documents. If this fails, the problem says what to do: a repeated call would render nothing, because the
     * change is already stored.
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
