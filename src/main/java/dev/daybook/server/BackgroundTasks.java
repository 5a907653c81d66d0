package dev.daybook.server;

import dev.daybook.console.Console;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.webhook.DeliveryWorker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background tasks of a server. They mark late tickets, post webhook calls, store the last uses of keys and sessions,
 * and make packs. They delete old audit lines, abandoned uploads to the console, and the expired answers that are
 * stored for writes with an {@code Idempotency-Key}.
 *
 * @param late marks late tickets
 * @param worker posts webhook calls
 * @param others the other tasks
 */
record BackgroundTasks(LateTickets late, DeliveryWorker worker, List<RepeatedTask> others) {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
    private static final Duration USES_EVERY = Duration.ofMinutes(1);

    /**
     * How long a stopping server waits for background tasks and for the work of the console. It is counted from the
     * deadline of requests and webhook calls.
     */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * A line of the audit is deleted this much later than {@code --audit-days} says, because this server's clock may be
     * ahead of the database's clock. The database refuses, by its own clock, to delete a line of the last 30 days. One
     * refusal would also roll back the deletion of older lines in the same transaction.
     */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    /**
     * The age that the newest line of the audit may have at the start of the server. If it is older, old lines are kept
     * too long, until the next start. If {@code --audit-days} is less than 60, it may only be {@code --audit-days}
     * minus 30 days old. The disadvantage of this tolerance: if the clock is ahead, lines may be deleted too early, but
     * at most by this duration.
     */
    private static final Duration PAUSE = Duration.ofDays(30);

    /** The account number in the lines of the audit that concern no account. */
    private static final long NO_ACCOUNT = 0;

    /**
     * Starts all tasks.
     *
     * @param keyClock the clock for keys and the audit
     * @param clock the clock for records
     * @param console the console, if there is one
     * @param packs the packs, if there are any
     */
    static BackgroundTasks start(
            Settings settings,
            Stores stores,
            KeyUses keyUses,
            Clock keyClock,
            Clock clock,
            Optional<Console> console,
            Packs packs,
            MeterRegistry registry) {
        var written = written(stores);
        var lastLine = lastLine(written, keyClock);
        var lastUse = lastUse(stores, written, keyClock);
        var others = new ArrayList<RepeatedTask>();
        var late = new LateTickets(stores.database(), stores.ticketDocuments());
        others.add(RepeatedTask.start("late-tickets", Duration.ofSeconds(5), stopping -> late.mark(clock, stopping)));
        if (settings.auditDays() > 0) {
            others.add(RepeatedTask.start(
                    "audit-retention",
                    Duration.ofHours(1),
                    stopping -> deleteOldAudit(stores, settings.auditDays(), keyClock, lastLine, stopping)));
        }
        others.add(RepeatedTask.start(
                "expired-answers",
                Duration.ofHours(1),
                stopping -> forgetAnswers(stores, clock.instant(), keyClock.instant(), lastUse, stopping)));
        console.ifPresent(pages -> others.add(
                RepeatedTask.start("idle-files", Duration.ofMinutes(10), stopping -> pages.removeIdleFiles())));
        packs.start(clock).ifPresent(others::add);
        others.add(RepeatedTask.startStoring("key-uses", USES_EVERY, keyUses::flush));
        console.ifPresent(pages -> others.add(RepeatedTask.startStoring("session-uses", USES_EVERY, pages::storeUses)));
        var worker =
                DeliveryWorker.start(stores.database(), stores.outbox().wakeUp(), clock, lastUse::orEarlier, registry);
        return new BackgroundTasks(late, worker, others);
    }

    /**
     * The time of the newest line of the audit at the start, plus the time since. If there is no line, or if it is
     * later than the clock shows, begins with the time of the clock.
     */
    static ProvenTime lastLine(Optional<Instant> written, Clock clock) {
        return ProvenTime.since(written, clock.instant(), System::nanoTime);
    }

    /**
     * The last use of an API key or the newest line of the audit, whichever is later, as stored at the start, plus the
     * time since the start.
     *
     * @param written the time of the newest line of the audit at the start; empty if there is no line
     */
    static ProvenTime lastUse(Stores stores, Optional<Instant> written, Clock clock) {
        var used = atStart(stores, ApiKeyStore::lastUse);
        return ProvenTime.since(later(written, used), clock.instant(), System::nanoTime);
    }

    /** The time of the audit's newest line at the start; empty if there is no line, and 1970 if it cannot be read. */
    static Optional<Instant> written(Stores stores) {
        return atStart(stores, BackgroundTasks::newestLine);
    }

    /**
     * Reads a stored time; returns 1970 if this fails, so that the start continues. Then nothing that depends on this
     * time is deleted until the next start.
     */
    private static Optional<Instant> atStart(Stores stores, Function<Transaction, Optional<Instant>> time) {
        try {
            return stores.database().read(time);
        } catch (RuntimeException failure) {
            LOG.warn("the last use cannot be read, so the clock alone deletes nothing until the next start", failure);
            return Optional.of(Instant.EPOCH);
        }
    }

    /**
     * The time of the newest line of the audit; empty if there is none. Only lines of existing accounts count, and
     * lines that concern no account. Lines of an erased account count only if a new account has its number.
     */
    static Optional<Instant> newestLine(Transaction transaction) {
        var cmIds = Stream.concat(Stream.of(NO_ACCOUNT), AccountStore.numbers(transaction).stream());
        return AuditStore.newest(transaction, cmIds.toList());
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }

    /**
     * Deletes the lines of the audit that are older than this many days by the clock.
     *
     * @param lastLine a time that does not follow the clock: that of the newest line at the start, plus the time since.
     *     A line is deleted only if it is old enough according to this time, too: at least {@code days} less {@link
     *     #PAUSE}, and at least {@link AuditStore#KEPT_AT_LEAST}
     */
    static void deleteOldAudit(Stores stores, int days, Clock clock, ProvenTime lastLine, BooleanSupplier stopping) {
        var kept = Duration.ofDays(Math.max(days - PAUSE.toDays(), AuditStore.KEPT_AT_LEAST.toDays()));
        var byClock = clock.instant().minus(Duration.ofDays(days));
        var proven = lastLine.now().minus(kept);
        var before = (byClock.isBefore(proven) ? byClock : proven).minus(CLOCKS_APART);
        var deleted = AuditStore.deleteBefore(stores.database(), before, stopping);
        if (deleted > 0) {
            LOG.info("deleted {} lines of the audit that were older than {} days", deleted, days);
        }
    }

    /**
     * Deletes the expired answers that are stored for writes with an {@code Idempotency-Key}. If the work for an
     * account fails, continues with the others, and throws the first failure at the end.
     *
     * @param now the time by the clock of the records
     * @param realNow the time by the real clock
     * @param lastUse a time that does not follow the clock; see {@link #lastUse}. An answer is deleted only if it has
     *     expired according to this time too
     */
    static void forgetAnswers(
            Stores stores, Instant now, Instant realNow, ProvenTime lastUse, BooleanSupplier stopping) {
        var failures = new ArrayList<RuntimeException>();
        for (var cmId : stores.database().read(AccountStore::numbers)) {
            if (stopping.getAsBoolean()) {
                break;
            }
            try {
                IdempotencyStore.forget(
                        stores.database(), cmId, lastUse.orEarlier(now), lastUse.orEarlier(realNow), stopping);
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /**
     * Begins to stop the webhook calls. Calls in progress have this much time to end. The future completes when all
     * calls have ended.
     */
    CompletableFuture<Void> stopCalls(Duration drain) {
        return CompletableFuture.runAsync(() -> worker.close(drain), task -> new Thread(task, "stop-webhooks").start());
    }

    /** Begins to stop all tasks except the webhook calls, and to store the last uses of keys and sessions. */
    void stop() {
        others.forEach(RepeatedTask::stop);
    }

    /** Waits for all tasks except the webhook calls, until a time of {@link System#nanoTime}. */
    void awaitEnd(long deadline) {
        others.forEach(task -> task.awaitEnd(deadline));
    }
}
