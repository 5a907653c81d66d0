package dev.daybook.server;

import dev.daybook.console.Console;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.webhook.DeliveryWorker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background tasks of a server. They mark late tickets, post webhook calls, store the last uses of keys and sessions,
 * and make packs. They delete old audit lines, abandoned uploads to the console, and the expired ones of the answers
 * that are kept in case a write is repeated.
 *
 * @param worker posts webhook calls
 * @param uses the tasks that store the last uses of keys and sessions
 * @param others the other tasks
 */
record BackgroundTasks(DeliveryWorker worker, List<RepeatedTask> uses, List<RepeatedTask> others) {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
    private static final Duration USES_EVERY = Duration.ofMinutes(1);

    /** How long a stop waits for tasks and for the console's work after the deadline of requests and webhook calls. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * A line of the audit is deleted this much later than {@code --audit-days} says, because this server's clock may be
     * ahead of the database's clock. The database refuses, by its own clock, to delete a line of the last 30 days. One
     * refusal would also roll back the deletion of older lines in the same transaction.
     */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    /**
     * Starts all tasks.
     *
     * @param keyClock the clock for keys and the audit
     * @param clock the clock for records
     * @param console the console, if there is one
     * @param packs the packs, if there are any
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    static BackgroundTasks start(
            Settings settings,
            Stores stores,
            KeyUses keyUses,
            Clock keyClock,
            Clock clock,
            Optional<Console> console,
            Packs packs,
            MeterRegistry registry) {
        var others = new ArrayList<RepeatedTask>();
        var late = new LateTickets(stores.database(), stores.ticketDocuments());
        others.add(RepeatedTask.start(
                "late-tickets",
                Duration.ofSeconds(5),
                stopping -> late.mark(stores.database().read(stores.accounts()::list), clock, stopping)));
        if (settings.auditDays() > 0) {
            others.add(RepeatedTask.start(
                    "audit-retention",
                    Duration.ofHours(1),
                    stopping -> deleteOldAudit(stores, settings.auditDays(), keyClock, stopping)));
        }
        others.add(RepeatedTask.start(
                "expired-answers",
                Duration.ofHours(1),
                stopping -> forgetAnswers(stores, clock.instant(), keyClock.instant(), stopping)));
        console.ifPresent(pages -> others.add(RepeatedTask.start(
                "idle-files", Duration.ofMinutes(10), stopping -> pages.removeIdleFiles(keyClock.instant()))));
        packs.start(clock).ifPresent(others::add);
        var uses = new ArrayList<RepeatedTask>();
        uses.add(RepeatedTask.startStoring("key-uses", USES_EVERY, keyUses::flush));
        console.ifPresent(pages -> uses.add(RepeatedTask.startStoring("session-uses", USES_EVERY, pages::storeUses)));
        return new BackgroundTasks(
                DeliveryWorker.start(stores.database(), stores.outbox(), clock, registry), uses, others);
    }

    static void deleteOldAudit(Stores stores, int days, Clock clock, BooleanSupplier stopping) {
        var before = clock.instant().minus(Duration.ofDays(days)).minus(CLOCKS_APART);
        var deleted = stores.audit().deleteBefore(stores.database(), before, stopping);
        if (deleted > 0) {
            LOG.info("deleted {} lines of the audit that were older than {} days", deleted, days);
        }
    }

    static void forgetAnswers(Stores stores, Instant now, Instant realNow, BooleanSupplier stopping) {
        var answers = new IdempotencyStore();
        for (var account : stores.database().read(stores.accounts()::list)) {
            if (stopping.getAsBoolean()) {
                return;
            }
            answers.forget(stores.database(), account.cmId(), now, realNow, stopping);
        }
    }

    /**
     * Begins to stop the webhook calls. Calls in progress get this much time. The future completes when they have
     * ended.
     */
    CompletableFuture<Void> stopCalls(Duration drain) {
        return CompletableFuture.runAsync(() -> worker.close(drain), task -> new Thread(task, "stop-webhooks").start());
    }

    /** Begins to stop all tasks except the webhook calls, and to store the last uses of keys and sessions. */
    void stop() {
        others.forEach(RepeatedTask::stop);
        uses.forEach(RepeatedTask::stop);
    }

    /** Waits for all tasks except the webhook calls, until a time of {@link System#nanoTime}. */
    void awaitEnd(long deadline) {
        others.forEach(task -> task.awaitEnd(deadline));
        uses.forEach(task -> task.awaitEnd(deadline));
    }
}
