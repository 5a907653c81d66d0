package dev.daybook.console.frame;

/** Holds all places for hashing passwords until it is closed. */
public final class HeldPasswords implements AutoCloseable {
    /** Takes the places. */
    public HeldPasswords() {
        Passwords.PLACES.acquireUninterruptibly(Passwords.AT_A_TIME);
    }

    /** The number of passwords that wait for a place. */
    public int waiting() {
        return Passwords.PLACES.getQueueLength();
    }

    @Override
    public void close() {
        Passwords.PLACES.release(Passwords.AT_A_TIME);
    }
}
