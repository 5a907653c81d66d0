package dev.daybook.server;

import dev.daybook.console.Console;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.webhook.DeliveryWorker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server does beside its requests: late tickets, webhook calls, last uses of keys, old lines of the audit, files
 * that were sent to the console and forgotten, and packs.
 */
final class BackgroundTasks {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);

    private final RepeatedTask lateTickets;
    private final DeliveryWorker worker;
    private final RepeatedTask keyUses;
    private final Optional<RepeatedTask> auditRetention;
    private final Optional<RepeatedTask> idleFiles;
    private final Optional<RepeatedTask> packs;

    private BackgroundTasks(
            RepeatedTask lateTickets,
            DeliveryWorker worker,
            RepeatedTask keyUses,
            Optional<RepeatedTask> auditRetention,
            Optional<RepeatedTask> idleFiles,
            Optional<RepeatedTask> packs) {
        this.lateTickets = lateTickets;
        this.worker = worker;
        this.keyUses = keyUses;
        this.auditRetention = auditRetention;
        this.idleFiles = idleFiles;
        this.packs = packs;
    }

    /**
     * Starts all of them.
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
        var late = new LateTickets(stores.database(), stores.ticketDocuments());
        return new BackgroundTasks(
                RepeatedTask.start(
                        "late-tickets",
                        Duration.ofSeconds(5),
                        () -> late.mark(stores.database().read(stores.accounts()::list), clock.instant())),
                DeliveryWorker.start(stores.database(), stores.webhooks(), stores.outbox(), clock, registry),
                RepeatedTask.start("key-uses", Duration.ofMinutes(1), keyUses::flush),
                settings.auditDays() == 0
                        ? Optional.empty()
                        : Optional.of(RepeatedTask.start(
                                "audit-retention",
                                Duration.ofHours(1),
                                () -> deleteOldAudit(stores, settings.auditDays(), keyClock))),
                console.map(pages -> RepeatedTask.start(
                        "idle-files", Duration.ofMinutes(10), () -> pages.removeIdleFiles(keyClock.instant()))),
                packs.start(clock));
    }

    private static void deleteOldAudit(Stores stores, int days, Clock clock) {
        var deleted =
                stores.audit().deleteBefore(stores.database(), clock.instant().minus(Duration.ofDays(days)));
        if (deleted > 0) {
            LOG.info("deleted {} lines of the audit that were older than {} days", deleted, days);
        }
    }

    /** Begins to stop the webhook calls; those under way may take so long. Completes when they have ended. */
    CompletableFuture<Void> stopCalls(Duration drain) {
        return CompletableFuture.runAsync(() -> worker.close(drain), task -> new Thread(task, "stop-webhooks").start());
    }

    /** Stops the others, and stores the last uses of keys. */
    void close() {
        lateTickets.close();
        packs.ifPresent(RepeatedTask::close);
        auditRetention.ifPresent(RepeatedTask::close);
        idleFiles.ifPresent(RepeatedTask::close);
        keyUses.close();
        keyUses.attempt();
    }
}
