package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aFileThatTheServerCannotReadIsNotTheFaultOfTheRequest() {
        var failure = new UncheckedIOException(new IOException("the jar was replaced"));
        assertEquals(Problem.INTERNAL, Failures.problem(failure, "r-1").problem());
    }
}
