package dev.daybook.console.openid;

import java.util.HashMap;
import java.util.Map;

/** Limit on the concurrent log-ins of each address, so that one address cannot block the others. */
final class AddressShares {
    private final Map<String, Integer> taken = new HashMap<>();
    private final int share;

    /**
     * @param share how many places an address may have at a time
     */
    AddressShares(int share) {
        this.share = share;
    }

    /** Takes a place of an address; false if it has its share already. */
    synchronized boolean take(String address) {
        var before = taken.getOrDefault(address, 0);
        if (before >= share) {
            return false;
        }
        taken.put(address, before + 1);
        return true;
    }

    /** Gives a place of an address back. */
    synchronized void giveBack(String address) {
        taken.computeIfPresent(address, (key, before) -> before == 1 ? null : before - 1);
    }

    /** The number of addresses in memory. */
    synchronized int remembered() {
        return taken.size();
    }
}
