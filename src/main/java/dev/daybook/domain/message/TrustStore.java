package dev.daybook.domain.message;

import java.security.KeyManagementException;

/** Failures of TLS whose cause is the trust store of Daybook's Java, and not the other side of the connection. */
public final class TrustStore {
    /** What people are told about such a failure. */
    public static final String UNREADABLE = "the trust store of Daybook's Java cannot be read";

    private TrustStore() {}

    /** Whether Java could not read its trust store, or found no certificate in it. */
    public static boolean isUnreadable(Throwable failure) {
        return RootCause.chain(failure)
                .anyMatch(cause -> cause instanceof KeyManagementException
                        || String.valueOf(cause.getMessage()).contains("trustAnchors parameter must be non-empty"));
    }
}
