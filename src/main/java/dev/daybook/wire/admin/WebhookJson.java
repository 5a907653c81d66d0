package dev.daybook.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks in the admin API. Instants are texts in UTC. */
public final class WebhookJson {
    private WebhookJson() {}

    /**
     * A webhook.
     *
     * @param url where status changes are posted
     * @param allowPrivate whether the receiver may be in a private network
     * @param waiting the number of waiting deliveries
     * @param givenUp the number of deliveries that were given up
     * @param formerSecretsSignUntil until when former secrets sign; null if none signs
     * @param goneSince since when the receiver answers 410; null if it does not
     */
    public record Entry(
            String url,
            boolean allowPrivate,
            long waiting,
            long givenUp,
            @Nullable String formerSecretsSignUntil,
            @Nullable String goneSince) {
        /** Hides the URL, which may have a secret in its path, from logs and error messages. */
        @Override
        public String toString() {
            return "Entry[hidden]";
        }
    }

    /**
     * A webhook to set.
     *
     * @param url where status changes are posted
     * @param secret the secret that signs; null to keep the secret of an existing webhook, or to create one for a new
     *     webhook
     * @param newSecret whether to create a new secret even if the webhook has one
     * @param overlap how long a replaced secret continues to sign; null for {@code PT24H}. A given overlap also limits
     *     the secrets that were replaced earlier; with null, these secrets keep their end times
     * @param allowPrivate whether the receiver may be in a private network
     */
    public record Setting(
            String url,
            @Nullable String secret,
            boolean newSecret,
            @Nullable String overlap,
            boolean allowPrivate) {
        /** Hides the secret, and the URL, whose path may contain a secret, from logs and error messages. */
        @Override
        public String toString() {
            return "Setting[hidden]";
        }
    }

    /**
     * A webhook that was set.
     *
     * @param secret the secret if a new one was created; null otherwise
     * @param kept whether the webhook kept its secret
     * @param secure whether the receiver is called over TLS
     * @param privateEnded whether the webhook allowed private addresses before, and no longer does
     * @param formerUntil until when each former secret signs
     */
    public record Set(
            @Nullable String secret, boolean kept, boolean secure, boolean privateEnded, List<String> formerUntil) {
        /** Hides the secret from logs and error messages. */
        @Override
        public String toString() {
            return "Set[hidden]";
        }
    }

    /**
     * A status change that waits or was given up.
     *
     * @param ticket the ticket's public number
     * @param state {@code waiting}, {@code sending}, {@code behind} (it waits for an earlier change of its ticket) or
     *     {@code given-up}
     * @param attempts how often it was posted
     * @param nextAttemptAt the time of the next attempt; null if none is scheduled
     * @param lastError why the last attempt failed; null if none failed
     */
    public record Delivery(
            long ticket,
            long id,
            String state,
            int attempts,
            String changedAt,
            @Nullable String nextAttemptAt,
            @Nullable String lastError) {}

    /**
     * A page of waiting and given-up deliveries.
     *
     * @param next the value of {@code after} for the next page; null on the last page
     */
    public record Deliveries(
            List<Delivery> deliveries, @Nullable String next) {
        public Deliveries {
            deliveries = List.copyOf(deliveries);
        }
    }

    /**
     * The tickets whose changes are to be posted now.
     *
     * @param tickets their public numbers, at most 1,000; null or empty for all tickets, which are retried in parts
     * @param after for all tickets: the last ticket of the previous part; null for the first part. Must be null if
     *     tickets are named
     */
    public record Retry(
            @Nullable List<Long> tickets, @Nullable Long after) {}

    /**
     * The result of a retry for one ticket.
     *
     * @param ticket its public number
     * @param due the number of its changes that are now due to be posted; 0 if nothing waited
     */
    public record Due(long ticket, long due) {}

    /**
     * The result of a retry.
     *
     * @param tickets the result for each ticket that the request named; if it named none, for the next tickets with
     *     deliveries, at most 1,000
     * @param next the value of {@code after} for the next request; null if no tickets are left, or if the request named
     *     the tickets
     */
    public record Retried(List<Due> tickets, @Nullable Long next) {}
}
