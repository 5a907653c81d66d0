package dev.daybook.http;

/** What one account does to a server while the requests of another account are measured. */
@SuppressWarnings("try") // the end of a test may be interrupted
interface Attack extends AutoCloseable {
    /** Starts it. When this returns, the server is at work on it. */
    void begin() throws Exception;

    /** Whether the server worked on it since the last call of this method. */
    boolean isServed() throws Exception;

    /** Ends it. */
    @Override
    void close() throws Exception;
}
