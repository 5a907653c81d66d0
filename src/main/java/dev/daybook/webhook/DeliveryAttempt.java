package dev.daybook.webhook;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.wire.RetryAfter;
import dev.daybook.wire.TraceContext;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts at deliveries: posts them, and stores the results. One instance makes all attempts of a worker. */
final class DeliveryAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryAttempt.class);
    private static final int MAX_ERROR = 200;

    private final Database database;
    private final HttpPost post;
    private final Pauses pauses;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;

    DeliveryAttempt(
            Database database,
            HttpPost post,
            Pauses pauses,
            DeliveryMetrics metrics,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.post = post;
        this.pauses = pauses;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes the attempt. If its result cannot be stored, or if the stop of the server ends the attempt, the lease
     * expires and another attempt follows.
     */
    void make(Delivery delivery) throws InterruptedException {
        var start = System.nanoTime();
        var begun = clock.instant();
        // Each attempt starts a new trace. The outbox does not keep the trace of the request that changed the ticket:
        // the request may have been long ago, and on another server.
        var span = TraceContext.start();
        ReceiverAnswer answer;
        try {
            answer = post.send(delivery, Signed.of(delivery, begun), span);
        } catch (IOException failure) {
            failed(delivery, reason(failure), begun, start, span);
            return;
        } catch (RuntimeException defect) {
            FailureLog.log(LOG, "the attempt at delivery " + delivery.id() + " failed by a defect", defect);
            // Without a stored failure, the delivery would be retried after each lease and never be given up.
            failed(delivery, "internal error: " + defect.getClass().getSimpleName(), begun, start, span);
            return;
        }
        if (answer.isGood()) {
            arrived(delivery);
        } else if (answer.isGone()) {
            gone(delivery, begun);
        } else {
            refused(delivery, answer, begun);
        }
        log(delivery, Integer.toString(answer.status()), start, span);
    }

    private void failed(Delivery delivery, String reason, Instant begun, long start, TraceContext span) {
        if (post.isClosed()) {
            // The receiver did not fail. If a failure were stored, the delivery could be given up.
            log(delivery, "ended by the stop of the server", start, span);
            return;
        }
        failed(delivery, reason, Duration.ZERO, begun, clock.instant());
        log(delivery, reason, start, span);
    }

    private void arrived(Delivery delivery) {
        var now = clock.instant();
        database.run(transaction -> Deliveries.delivered(transaction, delivery, now));
        count(delivery, metrics.delivered());
    }

    /**
     * Stores that the receiver answered 410 (gone), unless the lease expired during the attempt. This stops the
     * account's webhook, unless the account has another receiver by now.
     */
    private void gone(Delivery delivery, Instant begun) {
        var now = clock.instant();
        if (isLate(delivery, begun, now)) {
            return;
        }
        var outcome = database.write(
                transaction -> Deliveries.gone(transaction, delivery, "answered with status 410, gone", now));
        count(delivery, metrics.failed());
        if (outcome.isGivenUp()) {
            count(delivery, metrics.givenUp());
        }
        if (outcome.isStopped()) {
            LOG.atWarn()
                    .addKeyValue("account", delivery.webhook().cmId())
                    .log("the receiver answered 410, gone: nothing more is posted to it until 'daybook webhook set'");
        }
    }

    private void refused(Delivery delivery, ReceiverAnswer answer, Instant begun) {
        var now = clock.instant();
        var asked =
                answer.retryAfter().flatMap(text -> RetryAfter.parse(text, now)).orElse(Duration.ZERO);
        if (!asked.isZero()) {
            pauses.ask(delivery.webhook().cmId(), asked, now);
        }
        failed(delivery, "answered with status " + answer.status(), asked, begun, now);
    }

    /**
     * Stores the failure, unless the lease expired during the attempt. Plans the next attempt after the back-off or
     * after the receiver's {@code Retry-After} (up to {@link BackOff#MOST}), whichever is later.
     * {@link Deliveries#failed} has the exceptions, such as a delivery that is given up.
     */
    private void failed(Delivery delivery, String error, Duration asked, Instant begun, Instant now) {
        if (isLate(delivery, begun, now)) {
            return;
        }
        var next = now.plus(BackOff.after(delivery.attempt(), asked, random));
        var isGivenUp = database.write(transaction -> Deliveries.failed(transaction, delivery, error, next, now));
        count(delivery, metrics.failed());
        if (isGivenUp) {
            count(delivery, metrics.givenUp());
        }
    }

    /**
     * Whether the lease expired during the attempt, because the machine was suspended or the clock was moved ahead.
     * Then the failure is not stored, and another attempt follows. A stored failure could have two bad effects: the
     * delivery is given up before {@code Tidying} gives it another day of attempts, or a webhook that was set again in
     * the meantime is stopped.
     */
    private static boolean isLate(Delivery delivery, Instant begun, Instant now) {
        var isLate = now.isAfter(begun.plus(Deliveries.LEASE));
        if (isLate) {
            LOG.info(
                    "delivery {} is not counted as failed, because the server paused during the attempt",
                    delivery.id());
        }
        return isLate;
    }

    /**
     * Increments a counter, except for a test call: the metrics describe status changes, and a person sees the result
     * of a test call.
     */
    private static void count(Delivery delivery, Counter counter) {
        if (!delivery.isTest()) {
            counter.increment();
        }
    }

    private static String reason(IOException failure) {
        var message = failure.getMessage();
        var reason = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        var line = reason.replaceAll("\\p{Cc}+", " ");
        return line.substring(0, Math.min(MAX_ERROR, line.length()));
    }

    private static void log(Delivery delivery, String result, long start, TraceContext span) {
        LOG.atInfo()
                .addKeyValue("result", result)
                .addKeyValue("duration_ms", Math.round((System.nanoTime() - start) / 1e3) / 1e3)
                .addKeyValue("account", delivery.webhook().cmId())
                .addKeyValue("ticket", delivery.ticket())
                .addKeyValue("delivery", delivery.id())
                .addKeyValue("attempt", delivery.attempt())
                .addKeyValue("trace_id", span.traceId())
                .log("webhook");
    }
}
