package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.sandbox.FaultRule;
import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Caller;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.WriteGroup;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.SampleAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A reset of the sandbox is complete, or it fails and changes nothing. This also holds for the clock, which is not in
 * the database, so that a rollback does not restore it.
 */
class SandboxRoutesTest {
    private static final Duration SHIFT = Duration.ofDays(-3);
    private static final Account ACCOUNT = new Account(7, "Example Traders", Account.DEFAULT_ZONE, "{}");
    private static final Call RESET = new Call(
            new Caller(new ApiKey(7, 1, "", Set.of(Scope.EVERYTHING), Instant.MAX, false, false), ACCOUNT),
            "resetSandbox",
            new byte[] {'{', '}'},
            Optional.empty(),
            false,
            false,
            bytes -> {});

    private final SandboxClock clock = new SandboxClock(Clock.systemUTC());
    private final Faults rules = new Faults(List.of("saveCustomer"));
    private final StatementFaults faults = new StatementFaults();
    private final Database database = Database.open(TestDatabase.SQLITE.create(), faults.options());

    /**
     * After a reset has filled the account again, each of its statements up to the COMMIT fails in turn. The clock must
     * then be as before the reset.
     */
    @Test
    void aFailedResetKeepsTheClockWhicheverStatementFails() {
        var failing = new AtomicInteger();
        var routes = routes(() -> faults.arm(StatementFaults.Kind.LOCKED, failing.incrementAndGet(), 1));
        try (database) {
            clock.advance(SHIFT);
            while (failing.get() < 20) {
                try {
                    routes.reset(RESET);
                    break;
                } catch (ProblemException refused) {
                    assertEquals(1, faults.disarm(), () -> "statement " + failing + ": " + refused);
                    assertEquals(SHIFT, clock.shift(), () -> "statement " + failing);
                }
            }
            assertEquals(0, faults.disarm());
            assertTrue(failing.get() > 2, () -> "only " + failing);
            assertEquals(Duration.ZERO, clock.shift());
        }
    }

    /**
     * The writer may run several waiting writes in one transaction, but none of them in the transaction of a reset.
     */
    @Test
    void aWriteBehindAResetUsesTheClockThatTheResetLeaves() throws Exception {
        var failing = new AtomicBoolean(true);
        var routes = routes(() -> {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("no samples, by a test");
            }
        });
        var shifts = new ArrayList<Duration>();
        Runnable reset = () -> routes.reset(more -> {});
        Runnable write = () -> shifts.add(database.write(transaction -> clock.shift()));
        try (database) {
            clock.advance(SHIFT);
            rules.add(new FaultRule(
                    FaultRule.ANY, FaultKind.DROP, 0, Optional.empty(), Duration.ZERO, 1, 0, Optional.empty()));
            var writes = new WriteGroup(database);
            var failed = writes.together(List.of(reset, write));
            assertThrows(ExecutionException.class, () -> failed.get(0).get(60, TimeUnit.SECONDS));
            failed.get(1).get(60, TimeUnit.SECONDS);
            assertEquals(1, rules.counts().size());
            for (var each : writes.together(List.of(reset, write))) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertEquals(List.of(SHIFT, Duration.ZERO), shifts);
            assertEquals(List.of(), rules.counts());
        }
    }

    /**
     * A reset also resets the counter of ids. The same transaction may need an id for something else, such as the line
     * that the console writes to the audit. This id must leave no gap in the ids that follow the reset.
     */
    @Test
    void aResetReusesIdsEvenIfItsTransactionTakesMoreIds() {
        var routes = routes(() -> {});
        try (database) {
            long first = database.write(Transaction::takeId);
            routes.reset(transaction -> transaction.takeId());
            long again = database.write(Transaction::takeId);
            assertEquals(first, again);
        }
    }

    /**
     * Fills an account and returns the handlers of its sandbox. The action runs each time that a reset fills the
     * account again.
     */
    private SandboxRoutes routes(Runnable action) {
        var filled = new AtomicInteger();
        var samples = new SampleAccount(7, transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            if (filled.getAndIncrement() > 0) {
                action.run();
            }
        });
        database.run(samples::fill);
        return new SandboxRoutes(database, samples, clock, rules);
    }
}
