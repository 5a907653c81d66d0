package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Waits;
import dev.daybook.store.BriefRead;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a check of the readiness hangs, few callers wait for it; the others get the last result for a short time. */
class ReadinessTest {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger checks = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fewCallersWaitForACheckThatHangs(boolean last) throws Exception {
        var readiness = new Readiness(() -> check(last), clock::get, PATIENCE);
        assertEquals(last, readiness.isReady());
        var callers = Stream.generate(() -> new Thread(readiness::isReady))
                .limit(BriefRead.CALLERS)
                .toList();
        callers.forEach(Thread::start);
        Waits.until(
                () -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING),
                () -> "not all callers wait");

        clock.addAndGet(PATIENCE.toNanos() - 1);
        assertEquals(last, answerAtOnce(readiness));
        clock.incrementAndGet();
        assertEquals(false, answerAtOnce(readiness), "the last result is old");

        end.countDown();
        for (var caller : callers) {
            caller.join();
        }
        assertEquals(2, checks.get(), "the callers share one check");
        assertEquals(last, readiness.isReady());
    }

    /**
     * The network loses a connection in silence, and the check on it hangs until the socket's timeout. After some
     * seconds another check, on another connection, shows that the server is ready. If a later check hangs too, no
     * further one begins while these two hang.
     */
    @Test
    void aCheckThatHangsDoesNotDecideAlone() throws Exception {
        var hangs = new CompletableFuture<Boolean>();
        var second = new AtomicReference<>(CompletableFuture.completedFuture(true));
        var readiness = new Readiness(
                () -> (checks.incrementAndGet() == 1 ? hangs : second.get()).join(), clock::get, PATIENCE);
        var caller = CompletableFuture.supplyAsync(readiness::isReady);
        Waits.until(() -> checks.get() == 1, () -> "the first check has not begun");
        clock.addAndGet(Duration.ofSeconds(BriefRead.OVERDUE_SECONDS).toNanos());
        assertTrue(answerAtOnce(readiness));

        second.set(new CompletableFuture<>());
        var callers =
                Stream.generate(() -> new Thread(readiness::isReady)).limit(2).toList();
        for (var next : callers) {
            next.start();
            Waits.until(() -> next.getState() == Thread.State.TIMED_WAITING, () -> "a caller does not wait");
            clock.addAndGet(Duration.ofSeconds(BriefRead.OVERDUE_SECONDS).toNanos());
        }
        second.get().complete(true);
        for (var next : callers) {
            next.join();
        }
        assertEquals(3, checks.get(), "the callers share the third check");
        hangs.complete(false);
        assertFalse(caller.get(1, TimeUnit.MINUTES), "the caller has waited all the time");
        assertTrue(answerAtOnce(readiness));
    }

    /** A check with this result. The second call hangs until {@link #end}. */
    private boolean check(boolean result) {
        if (checks.incrementAndGet() == 2) {
            Waits.await(end);
        }
        return result;
    }

    private static boolean answerAtOnce(Readiness readiness) throws Exception {
        return CompletableFuture.supplyAsync(readiness::isReady).get(1, TimeUnit.MINUTES);
    }
}
