package dev.daybook.domain.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void aTokenComesBackAfterItsTime() {
        var bucket = new TokenBucket(1, 10_000_000, 0);
        assertTrue(bucket.take(0));
        assertFalse(bucket.take(99));
        assertTrue(bucket.take(200));
    }

    /** Two concurrent requests may come in another order than their times. */
    @Test
    void aBucketWithAVeryHighRateAllowsRequestsOfTheSameAndOfAnEarlierTime() {
        var bucket = new TokenBucket(10, Integer.MAX_VALUE, 5);
        assertTrue(bucket.take(5));
        assertEquals(1, bucket.taken(5));
        assertTrue(bucket.take(4));
        assertEquals(0, bucket.taken(100));
    }
}
