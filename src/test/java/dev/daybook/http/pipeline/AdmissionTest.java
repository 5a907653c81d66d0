package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import org.junit.jupiter.api.Test;

/**
 * The bytes of bodies and answers in transit are limited, for one account and for all together. If the look-up of a key
 * gets no turn, the refusal names the database as the reason.
 */
class AdmissionTest {
    private static final long MEMORY = 1_000;

    private final Admission admission = new Admission(64, MEMORY, 4, false);

    @Test
    void boundsTheBytesOfOneAccountAndOfAll() {
        try (var second = admission.admit(1L);
                var other = admission.admit(2L)) {
            try (var first = admission.admit(1L)) {
                first.takeMemory(700);
                refused(() -> second.takeMemory(100));
                other.takeMemory(100);
                refused(() -> other.takeMemory(500));
            }
            second.takeMemory(600);
        }
        try (var alone = admission.admit(3L)) {
            alone.takeMemory(MEMORY);
            refused(() -> alone.takeMemory(1));
        }
    }

    @Test
    void aLookUpThatGetsNoTurnBlamesTheDatabase() {
        var single = new Admission(64, MEMORY, 1, false);
        var late = single.lookUp("a", "a", () -> {
            // Ends the wait for a turn immediately.
            Thread.currentThread().interrupt();
            try {
                return assertThrows(ProblemException.class, () -> single.lookUp("b", "b", () -> "without a turn"));
            } finally {
                assertTrue(Thread.interrupted());
            }
        });
        assertEquals(Problem.UNAVAILABLE, late.problem());
        assertTrue(late.detail().contains("The database is busy or out of reach"), late.detail());
    }

    private static void refused(Runnable take) {
        var refusal = assertThrows(ProblemException.class, take::run);
        assertEquals(Problem.UNAVAILABLE, refusal.problem());
        assertTrue(refusal.detail().contains("ask for smaller pages"), refusal.detail());
    }
}
