package dev.daybook.domain.webhook;

import java.net.URI;

/**
 * Where an account wants the status changes of its tickets posted.
 *
 * @param cmId the account
 * @param url the receiver's address
 * @param secret what signs them
 * @param allowPrivate whether the receiver may be in a network of one's own
 */
public record Webhook(long cmId, URI url, Secret secret, boolean allowPrivate) {
    private static final int MAX_URL = 2_000;
    private static final int MAX_PORT = 65_535;

    public Webhook {
        var http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("a webhook's URL begins with https://HOST or http://HOST");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a webhook's URL has neither a user nor a fragment (#...)");
        }
        if (url.toString().length() > MAX_URL || !url.toString().equals(url.toASCIIString())) {
            throw new IllegalArgumentException("a webhook's URL has at most " + MAX_URL + " characters, all ASCII");
        }
    }

    /** Whether it is called with TLS. */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }
}
