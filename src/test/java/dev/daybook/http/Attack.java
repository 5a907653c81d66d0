package dev.daybook.http;

/** What one account does to a server while the requests of another account are measured. */
@SuppressWarnings("try") // the end of a test may be interrupted
interface Attack extends AutoCloseable {
    /** Starts the attack. When this method returns, the server is at work on the attack. */
    void begin() throws Exception;

    /** Whether the server has worked on the attack since the last call of this method. */
    boolean isServed() throws Exception;

    /** Ends the attack. */
    @Override
    void close() throws Exception;
}
