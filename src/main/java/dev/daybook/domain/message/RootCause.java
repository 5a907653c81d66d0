package dev.daybook.domain.message;

/** The innermost cause of a failure. It names what happened, such as a connection that was refused. */
public final class RootCause {
    private RootCause() {}

    /** The last failure in the chain of causes; the failure itself if it has no cause. */
    public static Throwable of(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
