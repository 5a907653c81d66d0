package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.problem.ProblemText;
import java.util.function.Supplier;

/** Rendering of documents after a change that is stored already. */
final class Rendering {
    private Rendering() {}

    /**
     * Renders documents. If that fails, the problem says what to do: a repeated call would find the change, and render
     * nothing.
     *
     * @param stored what is stored, and what some documents still have
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
