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
     * @param waiting how many deliveries wait
     * @param givenUp how many were given up
     * @param formerSecretsSignUntil until when former secrets sign; null if none does
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
     * @param secret the secret that signs; otherwise the webhook keeps its own, and a new one gets a new secret
     * @param newSecret whether to make a new secret also for a webhook that has one
     * @param overlap how long a secret that is replaced signs too, {@code PT24H} unless given
     * @param allowPrivate whether the receiver may be in a private network
     */
    public record Setting(
            String url,
            @Nullable String secret,
            boolean newSecret,
            @Nullable String overlap,
            boolean allowPrivate) {
        /** Hides the secret, and the URL, which may have one in its path, from logs and error messages. */
        @Override
        public String toString() {
            return "Setting[hidden]";
        }
    }

    /**
     * A webhook that was set.
     *
     * @param secret its secret if that was made; null otherwise
     * @param kept whether it has the secret that it had
     * @param secure whether it is called over TLS
     * @param formerUntil until when each former secret signs
     */
    public record Set(@Nullable String secret, boolean kept, boolean secure, List<String> formerUntil) {
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
     * @param id its number
     * @param state {@code waiting}, {@code sending}, {@code behind} or {@code given-up}
     * @param attempts how often it was posted
     * @param changedAt when the ticket changed
     * @param nextAttemptAt when it is posted next; null if not by itself
     * @param lastError why the last attempt failed; null if none did
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
     * What waits and what was given up.
     *
     * @param deliveries the next of them
     * @param next the value of {@code after} with which the list goes on; null if it ends here
     */
    public record Deliveries(
            List<Delivery> deliveries, @Nullable String next) {
        public Deliveries {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** The tickets whose changes are to be posted now; all if null or empty. */
    public record Retry(@Nullable List<Long> tickets) {}

    /** How many changes of a ticket are due; 0 if nothing waited. */
    public record Due(long ticket, long due) {}

    /** What is due. */
    public record Retried(List<Due> tickets) {}
}
