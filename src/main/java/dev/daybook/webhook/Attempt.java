package dev.daybook.webhook;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.Outbox;
import java.io.IOException;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an attempt at a delivery and writes down what became of it. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final int GONE = 410;
    private static final int MAX_ERROR = 200;

    private final Database database;
    private final Outbox outbox;
    private final Post post;
    private final Figures figures;
    private final Clock clock;
    private final RandomGenerator random;

    Attempt(Database database, Outbox outbox, Post post, Figures figures, Clock clock, RandomGenerator random) {
        this.database = database;
        this.outbox = outbox;
        this.post = post;
        this.figures = figures;
        this.clock = clock;
        this.random = random;
    }

    /** Makes the attempt. If its end cannot be written down, the lease ends by itself and another one is made. */
    void make(Delivery delivery) throws InterruptedException {
        var start = System.nanoTime();
        try {
            var signature = Signature.of(delivery.webhook().secret(), clock.instant(), delivery.body());
            var status = post.send(delivery, signature);
            if (status >= 200 && status < 300) {
                arrived(delivery);
            } else if (status == GONE) {
                gone(delivery);
            } else {
                failed(delivery, "answered with status " + status);
            }
            log(delivery, Integer.toString(status), start);
        } catch (IOException failure) {
            var reason = reason(failure);
            failed(delivery, reason);
            log(delivery, reason, start);
        }
    }

    private void arrived(Delivery delivery) {
        var now = clock.instant();
        database.write(transaction -> {
            outbox.delivered(transaction, delivery, now);
            return true;
        });
        figures.delivered();
    }

    /** The receiver says that it will never take it. */
    private void gone(Delivery delivery) {
        var now = clock.instant();
        database.write(transaction -> {
            outbox.giveUp(transaction, delivery, "answered with status " + GONE + ", gone", now);
            return true;
        });
        figures.failed();
        figures.givenUp();
    }

    private void failed(Delivery delivery, String error) {
        var now = clock.instant();
        var next = now.plus(BackOff.after(delivery.attempt(), random));
        var outcome = database.write(transaction -> outbox.failed(transaction, delivery, error, next, now));
        figures.failed();
        if (outcome == Outbox.Failed.GIVEN_UP) {
            figures.givenUp();
        }
    }

    private static String reason(IOException failure) {
        var message = failure.getMessage();
        var reason = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        var line = reason.replaceAll("[\\p{Cntrl}]+", " ");
        return line.substring(0, Math.min(MAX_ERROR, line.length()));
    }

    private static void log(Delivery delivery, String result, long start) {
        LOG.info(
                "webhook of account {}: ticket {}, delivery {}, attempt {}: {} in {} ms",
                delivery.webhook().cmId(),
                delivery.ticket(),
                delivery.id(),
                delivery.attempt(),
                result,
                (System.nanoTime() - start) / 1_000_000);
    }
}
