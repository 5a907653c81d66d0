package dev.daybook.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of accounts in the admin API. Instants are texts in UTC. */
public final class KeyJson {
    private KeyJson() {}

    /**
     * A key.
     *
     * @param state {@code valid}, {@code expired} or {@code disabled}
     * @param scopes what it may do, separated by commas
     * @param expiresAt when it expires; null if never
     * @param masking whether phones and e-mails are hidden from it
     * @param lastUse when it was last used, to the minute; null if never
     * @param label its display name
     */
    public record Entry(
            long id,
            String state,
            String scopes,
            @Nullable String expiresAt,
            boolean masking,
            @Nullable String lastUse,
            String label) {}

    /** The keys of an account, by id. */
    public record All(List<Entry> keys) {}

    /**
     * A new key.
     *
     * @param scopes what it may do, separated by commas; null for everything
     * @param expires the last day on which the key works, in the account's zone, or the instant with offset at which it
     *     expires; null if it never expires
     * @param masking whether to hide phones and e-mails from it
     * @param label its display name; null for none
     * @param token a token that is in use elsewhere; null to create a new one
     */
    public record Creation(
            @Nullable String scopes,
            @Nullable String expires,
            boolean masking,
            @Nullable String label,
            @Nullable String token) {
        /** Hides the token from logs and error messages. */
        @Override
        public String toString() {
            return "Creation[" + label + "]";
        }
    }

    /**
     * A key that was created.
     *
     * @param id the key's number
     * @param token the new token; null if the request gave a token
     * @param expiresAt when the key expires; null if never
     * @param expired whether the key has expired already
     * @param weakness why the token in the request is easy to guess; null if no reason is known
     */
    public record Created(
            long id,
            @Nullable String token,
            @Nullable String expiresAt,
            boolean expired,
            @Nullable String weakness) {
        /** Hides the token from logs and error messages. */
        @Override
        public String toString() {
            return "Created[" + id + "]";
        }
    }

    /** How long the replaced key continues to work, such as {@code PT1H}; null for {@code P7D}. */
    public record Rotation(@Nullable String overlap) {}

    /**
     * A new key that replaces another key.
     *
     * @param id the new key's number
     * @param token the new key's token
     * @param label the new key's display name
     * @param expiresAt when the new key expires; null if never
     * @param until when the replaced key expires
     */
    public record Rotated(
            long id, String token, String label, @Nullable String expiresAt, String until) {
        /** Hides the token from logs and error messages. */
        @Override
        public String toString() {
            return "Rotated[" + id + "]";
        }
    }
}
