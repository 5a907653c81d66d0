package dev.daybook.domain.request;

import java.util.concurrent.ThreadFactory;

/** Daemon threads, for which the end of the process does not wait. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A factory whose threads all have this name. */
    public static ThreadFactory named(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
