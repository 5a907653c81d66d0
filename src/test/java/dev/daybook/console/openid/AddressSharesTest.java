package dev.daybook.console.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressSharesTest {
    @Test
    void eachAddressHasItsOwnPlaces() {
        var shares = new AddressShares(2);
        assertTrue(shares.take("192.0.2.1"));
        assertTrue(shares.take("192.0.2.1"));
        assertFalse(shares.take("192.0.2.1"));
        assertTrue(shares.take("192.0.2.2"), "another address");
        shares.giveBack("192.0.2.1");
        assertTrue(shares.take("192.0.2.1"), "a place was given back");
        assertFalse(shares.take("192.0.2.1"));
    }

    @Test
    void anAddressThatHoldsNoPlaceIsRemoved() {
        var shares = new AddressShares(2);
        shares.take("192.0.2.1");
        shares.take("192.0.2.1");
        shares.giveBack("192.0.2.1");
        assertEquals(1, shares.remembered());
        shares.giveBack("192.0.2.1");
        assertEquals(0, shares.remembered());
    }
}
