package dev.daybook.domain.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Receiver of the status changes of an account's tickets.
 *
 * @param url the URL of the receiver
 * @param secret the secret that signs calls
 * @param former the replaced secrets that still sign for some time
 * @param allowPrivate whether the receiver may be in a private network
 */
public record Webhook(long cmId, URI url, Secret secret, List<FormerSecret> former, boolean allowPrivate) {
    /** The largest number of replaced secrets that sign: each one adds a signature to a header of every call. */
    public static final int MAX_FORMER = 4;

    private static final int MAX_URL = 2_000;
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if the URL is not allowed
     */
    public Webhook {
        former = List.copyOf(former);
        if (url.toString().length() > MAX_URL || !url.toString().equals(url.toASCIIString())) {
            throw new IllegalArgumentException("a webhook's URL has at most " + MAX_URL + " characters, all ASCII");
        }
        var http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw new IllegalArgumentException(
                    "url: expected https://HOST/PATH, or http://" + (http ? fault(url) : ""));
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a webhook's URL has neither a user nor a fragment (#...)");
        }
    }

    /** A webhook whose secret was never replaced. */
    public Webhook(long cmId, URI url, Secret secret, boolean allowPrivate) {
        this(cmId, url, secret, List.of(), allowPrivate);
    }

    /**
     * The former secrets once {@code next} is the current secret. The present secret then signs until {@code until}.
     * Each older one signs until its own end time, which receivers were promised, or until {@code limit} if that is
     * earlier. Secrets that have ended at {@code now} are left out, and so is {@code next} itself.
     *
     * @throws IllegalArgumentException if there would be more than {@link #MAX_FORMER}
     */
    public List<FormerSecret> formerAfter(Secret next, Instant now, Instant until, Instant limit) {
        var signing = new ArrayList<FormerSecret>();
        former.forEach(old -> signing.add(new FormerSecret(old.secret(), earlier(old.until(), limit))));
        signing.add(new FormerSecret(secret, until));
        signing.removeIf(old -> !old.until().isAfter(now) || old.secret().equals(next));
        if (signing.size() > MAX_FORMER) {
            throw new IllegalArgumentException("this webhook has " + MAX_FORMER
                    + " former secrets that still sign; wait until one ends, or first end them earlier:"
                    + " 'daybook webhook set' with --overlap TIME, without another secret");
        }
        return signing;
    }

    /** The secrets that sign at this instant, the current one first. */
    public List<Secret> signing(Instant now) {
        return Stream.concat(
                        Stream.of(secret),
                        former.stream().filter(old -> old.until().isAfter(now)).map(FormerSecret::secret))
                .toList();
    }

    /** The end of the message about a URL whose host or port is not valid. */
    private static String fault(URI url) {
        var authority = String.valueOf(url.getRawAuthority());
        var hasUnderscore = url.getHost() == null
                && authority.substring(authority.lastIndexOf('@') + 1).contains("_");
        return hasUnderscore
                ? "; HOST has a '_': give the receiver another name without it"
                : "; HOST is missing or not valid, or its port is not 1 to " + MAX_PORT;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Whether both webhooks have the same URL, letter for letter. Another spelling counts as another receiver: {@link
     * URI#equals} ignores the case of scheme and host, but the database compares texts.
     */
    public boolean hasUrlOf(Webhook other) {
        return url.toString().equals(other.url.toString());
    }

    /** Whether a call for either webhook would go to the same URL, with the same secret and the same permission. */
    public boolean isCalledLike(Webhook other) {
        return hasUrlOf(other) && secret.equals(other.secret) && allowPrivate == other.allowPrivate;
    }

    /** Whether the receiver is called over TLS. */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** Hides the path from logs and error messages: for many receivers it contains a secret. */
    @Override
    public String toString() {
        return "Webhook[" + cmId + ", " + url.getHost() + "]";
    }
}
