package dev.daybook.console.data;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tests renderings of tickets. Their work waits until the test lets it continue, or until it is interrupted. */
class TicketRenderingsTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final LinkedBlockingQueue<Long> begun = new LinkedBlockingQueue<>();

    private TicketRenderings renderings() {
        return new TicketRenderings(
                account -> {
                    begun.add(account.cmId());
                    await(goOn);
                },
                Duration.ofMillis(10));
    }

    private static Account account(long cmId) {
        return new Account(cmId, "Test", Account.DEFAULT_ZONE, "{}");
    }

    private static void save(TicketRenderings renderings, long cmId) {
        assertThrows(TimeoutException.class, () -> renderings.render(account(cmId)));
    }

    private long next() throws Exception {
        var next = begun.poll(30, TimeUnit.SECONDS);
        return next == null ? 0 : next;
    }

    @Test
    void anAccountDoesNotWaitForALargeOneThatWasSavedTwice() throws Exception {
        try (var renderings = renderings()) {
            save(renderings, 7);
            assertEquals(7, next());
            save(renderings, 7);
            save(renderings, 8);
            assertEquals(8, next());
            goOn.countDown();
            assertEquals(7, next(), "once more, for the second save");
        } finally {
            goOn.countDown();
        }
    }

    /**
     * A killed server writes no more lines. So the line before a rendering must already name the command that renders
     * again.
     */
    @Test
    void theLogNamesTheCommandBeforeARenderingBegins() throws Exception {
        var rendered = "account 7: rendered";
        try (var log = SeenLog.of(TicketRenderings.class).from(Level.INFO);
                var renderings = renderings()) {
            save(renderings, 7);
            assertEquals(7, next());
            save(renderings, 7);
            var announced = log.events().stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.contains("'daybook rerender --all'"))
                    .toList();
            assertEquals(2, announced.size(), log::text);
            goOn.countDown();
            assertEquals(7, next());
            Waits.until(() -> log.text().contains(rendered), log::text);
            assertEquals(2, log.text().split(rendered, -1).length, "only after the last one: " + log.text());
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aStopEndsTheRenderingsAndNamesTheirAccounts() throws Exception {
        try (var log = SeenLog.of(TicketRenderings.class).from(Level.INFO);
                var renderings = renderings()) {
            save(renderings, 7);
            save(renderings, 8);
            assertEquals(15, next() + next());
            save(renderings, 7);
            save(renderings, 9);
            BackgroundWork.end(
                    List.of(renderings),
                    System.nanoTime() + Duration.ofMinutes(2).toNanos());
            assertFalse(log.text().contains("did not end in time"), log::text);
            var named = log.events().stream()
                    .filter(event -> event.getLevel() == Level.ERROR)
                    .map(event -> event.getFormattedMessage().replaceAll(":.*", ""))
                    .sorted()
                    .toList();
            assertEquals(List.of("account 7", "account 7", "account 8", "account 9"), named, log::text);
            assertFalse(renderings.render(account(10)));
            assertTrue(log.text().contains("account 10: "), "also of a form that the stop has cut off: " + log.text());
            assertEquals(List.of(), List.copyOf(begun), "nothing begins after a stop");
        } finally {
            goOn.countDown();
        }
    }
}
