package dev.daybook.store.person;

import dev.daybook.domain.person.LinkKind;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Links by which a person logs in or chooses a password, found by the digest of the secret word in the link. A person
 * has at most one link of each kind.
 */
public final class LinkStore {
    /** How long a link lasts. Only the link of a demo never expires. */
    public static final Duration LASTS = Duration.ofDays(2);

    private static final String INSERT = """
            INSERT INTO person_link (digest, kind, person_id, expires_at) VALUES (:digest, :kind, :personId, :at)""";

    /**
     * The condition that a link is valid: it never expires, or it expires after {@code :now} and not after {@code
     * :latest}. The latter is the expiry of a link made now, plus {@link SessionStore#AHEAD} for a server whose clock
     * is ahead. A later expiry was stored before the clock was set back. Such a link is not valid, because it would
     * last until the clock reaches its expiry again.
     */
    private static final String VALID = "(expires_at > :now AND (expires_at <= :latest OR expires_at = :never))";

    private static final String FORGET = """
            DELETE FROM person_link WHERE (kind = :kind AND person_id = :personId) OR NOT\s""" + VALID;

    private static final String FIND = """
            SELECT kind, person_id FROM person_link WHERE digest = :digest AND\s""" + VALID;

    private static final String OF_PERSON = """
            SELECT 1 FROM person_link WHERE kind = :kind AND person_id = :personId AND\s""" + VALID;

    private static final String USE = "DELETE FROM person_link WHERE digest = :digest AND " + VALID;

    private static final String REMOVE = "DELETE FROM person_link WHERE person_id = :personId";

    /**
     * A link that lets a person in.
     *
     * @param kind the purpose of the link
     * @param personId the person whom the link lets in; 0 for the first operator, who does not exist yet
     */
    public record Link(LinkKind kind, long personId) {}

    private LinkStore() {}

    private static Map<String, Long> times(Instant now) {
        return Map.of(
                "now", EpochMillis.column(now),
                "latest", EpochMillis.column(now.plus(LASTS).plus(SessionStore.AHEAD)),
                "never", EpochMillis.column(Instant.MAX));
    }

    /** Adds a link, and deletes earlier links of the same kind and person, and all expired links. */
    public static void put(Transaction transaction, byte[] digest, Link link, Instant now, Instant expiresAt) {
        transaction
                .update(FORGET)
                .bind("kind", link.kind().name())
                .bind("personId", link.personId())
                .bindMap(times(now))
                .execute();
        transaction
                .update(INSERT)
                .bind("digest", digest)
                .bind("kind", link.kind().name())
                .bind("personId", link.personId())
                .bind("at", EpochMillis.column(expiresAt))
                .execute();
    }

    /** Finds the link with this digest, unless it has expired. */
    public static Optional<Link> find(Transaction transaction, byte[] digest, Instant now) {
        return transaction
                .query(FIND)
                .bind("digest", digest)
                .bindMap(times(now))
                .map((row, context) -> new Link(LinkKind.valueOf(row.getString("kind")), row.getLong("person_id")))
                .findOne();
    }

    /** Whether a person has a link of this kind that is neither used nor expired. */
    public static boolean isWaiting(Transaction transaction, Link link, Instant now) {
        return transaction
                .query(OF_PERSON)
                .bind("kind", link.kind().name())
                .bind("personId", link.personId())
                .bindMap(times(now))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Uses up a link. Returns false if it has been used already, or has expired. */
    public static boolean use(Transaction transaction, byte[] digest, Instant now) {
        return transaction
                        .update(USE)
                        .bind("digest", digest)
                        .bindMap(times(now))
                        .execute()
                == 1;
    }

    /** Removes all links of a person. */
    public static void removeAll(Transaction transaction, long personId) {
        transaction.update(REMOVE).bind("personId", personId).execute();
    }
}
