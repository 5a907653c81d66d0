package dev.daybook.domain.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a resource one owner and several owners get. */
class SharesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3", "16, 12", "64, 48"})
    void oneOwnerGetsAtMostThreeQuarters(int total, int most) {
        var shares = new Shares(total);
        assertEquals(most, takeAll(shares, "one").size());
        assertEquals(total > 1, shares.take("another", 1).isPresent());
    }

    @Test
    void ownersWhoAskInTurnGetEqualShares() {
        var shares = new Shares(64);
        var taken = new int[7];
        for (var round = 0; round < 64; round++) {
            for (var owner = 0; owner < taken.length; owner++) {
                taken[owner] += shares.take(owner, 1).isPresent() ? 1 : 0;
            }
        }
        assertArrayEquals(new int[] {9, 9, 9, 9, 9, 8, 8}, taken);
        assertTrue(shares.take("late", 1).isPresent(), "something stays free for one who comes later");
    }

    @Test
    void aShareIsReturnedOnlyOnce() {
        var shares = new Shares(4);
        var first = takeAll(shares, "one");
        first.get(0).close();
        first.get(0).close();
        assertEquals(1, takeAll(shares, "one").size());
    }

    @Test
    void aShareIsHeldDuringItsWorkAndReturnedAfterwards() {
        var shares = new Shares(1);
        var first = shares.take("one", 1).orElseThrow();
        assertTrue(first.during(() -> shares.take("another", 1).isEmpty()));
        var second = shares.take("one", 1).orElseThrow();
        assertThrows(
                IllegalStateException.class,
                () -> second.during(() -> {
                    throw new IllegalStateException("the work fails");
                }));
        assertTrue(shares.take("one", 1).isPresent());
    }

    @Test
    void theOtherSharesOfAnOwnerStillCountAfterOneIsReturned() {
        var shares = new Shares(16);
        var one = takeAll(shares, "one");
        assertEquals(3, takeAll(shares, "another").size());
        one.get(0).close();
        assertTrue(shares.take("one", 1).isEmpty(), "it holds 11 of 16, and 2 are free");
        assertTrue(shares.take("late", 1).isPresent());
    }

    @Test
    void aShareOfSeveralUnitsCountsInFull() {
        var shares = new Shares(100);
        assertTrue(shares.take("one", 100).isPresent(), "the first share may be all of it");
        assertFalse(shares.take("another", 1).isPresent());
    }

    @Test
    void anOwnerWithSeveralSharesMayHaveALowerLimit() {
        var shares = new Shares(64, 8);
        assertEquals(8, takeAll(shares, "one").size());
        assertTrue(shares.take("another", 20).isPresent(), "the first share may be larger");
        assertTrue(shares.take("another", 1).isEmpty());
    }

    @Test
    void aShareThatShrinksFreesTheRest() throws Exception {
        var shares = new Shares(4);
        var one = shares.take("one", 4).orElseThrow();
        var late = waiting(shares, "late");
        assertTrue(one.resize(1));
        assertTrue(late.get(5, TimeUnit.MINUTES).isPresent());
        assertFalse(one.resize(4), "1 of 4 is not free");
        assertTrue(shares.take("another", 2).isPresent(), "a refused growth takes nothing");
        one.close();
        assertTrue(shares.take("third", 1).isPresent());
    }

    @Test
    void aFreedShareGoesToTheFirstEntitledWaiter() throws Exception {
        var shares = new Shares(4);
        var one = takeAll(shares, "one");
        var other = shares.take("another", 1).orElseThrow();
        var first = waiting(shares, "one");
        var late = waiting(shares, "late");
        other.close();
        assertTrue(late.get(5, TimeUnit.MINUTES).isPresent(), "the waiting owner without a share comes first");
        assertFalse(first.isDone(), "an owner with its full share waits on");
        late.get().orElseThrow().close();
        one.get(0).close();
        assertTrue(first.get(5, TimeUnit.MINUTES).isPresent());
    }

    @Test
    void aTimeoutTakesNoShare() {
        var shares = new Shares(1);
        var held = shares.take("one", 1).orElseThrow();
        assertTrue(shares.await("another", Duration.ofMillis(10)).isEmpty());
        held.close();
        assertTrue(shares.take("one", 1).isPresent());
    }

    private static CompletableFuture<Optional<Shares.Share>> waiting(Shares shares, String owner) {
        var before = shares.waiting();
        var granted = CompletableFuture.supplyAsync(() -> shares.await(owner, LONG), task -> new Thread(task).start());
        Waits.until(() -> shares.waiting() > before, granted::toString);
        return granted;
    }

    private static List<Shares.Share> takeAll(Shares shares, Object owner) {
        var all = new ArrayList<Shares.Share>();
        for (var share = shares.take(owner, 1); share.isPresent(); share = shares.take(owner, 1)) {
            all.add(share.get());
        }
        return all;
    }
}
