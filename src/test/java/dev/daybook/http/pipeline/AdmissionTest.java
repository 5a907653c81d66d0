package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.Waits;
import org.junit.jupiter.api.Test;

/**
 * The bytes of bodies and answers in transit are limited, for one account and for all together. If the look-up of a key
 * gets no turn, the refusal names the database as the reason. Requests that wait for a turn are counted.
 */
class AdmissionTest {
    private static final long MEMORY = 1_000;

    private final Admission admission = new Admission(64, MEMORY, 4, false);

    @Test
    void boundsTheBytesOfOneAccountAndOfAll() {
        try (var second = admission.admit(1L);
                var other = admission.admit(2L)) {
            try (var first = admission.admit(1L)) {
                first.reserveMore(700);
                refused(() -> second.reserveMore(100));
                other.reserveMore(100);
                refused(() -> other.reserveMore(500));
            }
            second.reserveMore(600);
        }
        try (var alone = admission.admit(3L)) {
            alone.reserveMore(MEMORY);
            refused(() -> alone.reserveMore(1));
        }
    }

    /**
     * A request reserves memory for its body first, and then for body and answer together. What it has reserved for its
     * own body must not cause the refusal of its answer.
     */
    @Test
    void theOnlyRequestOfAnAccountMayHaveAllFreeMemory() {
        try (var only = admission.admit(1L)) {
            only.reserve(1);
            only.reserveMore(MEMORY - 2);
            only.reserve(MEMORY);
            refused(() -> only.reserveMore(1));
            try (var second = admission.admit(1L);
                    var other = admission.admit(2L)) {
                refused(() -> second.reserve(1));
                only.reserve(600);
                second.reserve(100);
                refused(() -> only.reserve(700));
                other.reserve(300);
                refused(() -> other.reserve(301));
            }
        }
        try (var next = admission.admit(2L)) {
            next.reserve(MEMORY);
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

    @Test
    void countsTheRequestsThatWaitForATurn() throws InterruptedException {
        var single = new Admission(64, MEMORY, 1, false);
        var second = new Thread(() -> single.lookUp("b", "b", () -> "in turn"));
        single.lookUp("a", "a", () -> {
            assertEquals(0, single.waiting());
            second.start();
            Waits.until(() -> single.waiting() == 1, () -> single.waiting() + " wait");
            return "in turn";
        });
        second.join();
        assertEquals(0, single.waiting());
    }

    private static void refused(Runnable take) {
        var refusal = assertThrows(ProblemException.class, take::run);
        assertEquals(Problem.UNAVAILABLE, refusal.problem());
        assertTrue(refusal.detail().contains("ask for smaller pages"), refusal.detail());
    }
}
