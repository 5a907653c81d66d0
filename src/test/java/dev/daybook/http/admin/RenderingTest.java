package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import org.junit.jupiter.api.Test;

class RenderingTest {
    @Test
    void aFailedRenderingReportsWhatIsStoredAndTheRemedy() {
        var failure = assertThrows(
                ProblemException.class,
                () -> Rendering.after("the zone is stored, but not in all documents", () -> {
                    throw Reason.OUTCOME_UNKNOWN.with("The database takes too long");
                }));
        assertEquals(
                "the zone is stored, but not in all documents, because The database takes too long; whether this was"
                        + " stored is not known; 'daybook rerender --all' renders them",
                failure.detail());
    }
}
