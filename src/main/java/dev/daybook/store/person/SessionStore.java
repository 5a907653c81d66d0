package dev.daybook.store.person;

import dev.daybook.domain.person.Person;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions of people, found by the digest of their cookies. */
public final class SessionStore {
    /** How long a session lasts without a request. */
    public static final Duration IDLE = Duration.ofHours(2);

    /** How long a session lasts at most, even if it is used all the time. */
    public static final Duration MOST = Duration.ofHours(12);

    /**
     * How far the clock of another server may be ahead of this server's clock. A time that is further ahead was stored
     * before the clock was set back. Such a time does not count: a session or link would last until the clock reaches
     * it again. So a session that starts further ahead is not valid. If only its last use is further ahead, its start
     * counts instead. A link is not valid if it expires later than a new link by more than this duration.
     */
    static final Duration AHEAD = Duration.ofMinutes(10);

    private static final String INSERT = """
            INSERT INTO person_session (digest, id, person_id, created_at, used_at, address, browser)
            VALUES (:digest, :id, :personId, :now, :now, :address, :browser)""";

    /**
     * The last use of a session. If it is further ahead than {@link #AHEAD}, the start of the session counts instead.
     */
    private static final String LAST_USE = "(CASE WHEN used_at > :latest THEN created_at ELSE used_at END)";

    private static final String FIND = """
            SELECT s.id AS session_id, p.* FROM
            (SELECT id, person_id, created_at, %s AS last_use FROM person_session WHERE digest = :digest) s
            JOIN person p ON p.id = s.person_id
            WHERE (s.last_use > :idle OR (:unstored > :idle AND :unstored <= :latest)) AND s.created_at > :oldest
             AND s.created_at <= :latest AND p.disabled = 0""".formatted(LAST_USE);

    /**
     * Finds the person of a session, however long the session was idle: a request, such as a download, may take longer
     * than {@link #IDLE}.
     */
    private static final String PERSON = """
            SELECT p.* FROM person_session s JOIN person p ON p.id = s.person_id
            WHERE s.person_id = :personId AND s.id = :id AND s.created_at > :oldest AND s.created_at <= :latest
             AND p.disabled = 0""";

    private static final String LIST = """
            SELECT id, created_at, last_use, address, browser FROM
            (SELECT s.*, %s AS last_use FROM person_session s WHERE person_id = :personId) s
            WHERE last_use > :idle AND created_at > :oldest AND created_at <= :latest
            ORDER BY last_use DESC LIMIT 100""".formatted(LAST_USE);

    private static final String END = "DELETE FROM person_session WHERE person_id = :personId AND id = :id";

    private static final String END_ALL = "DELETE FROM person_session WHERE person_id = :personId";

    /** Deletes sessions by their start only. An idle session stays, because its last use may not be stored yet. */
    private static final String FORGET =
            "DELETE FROM person_session WHERE created_at <= :oldest OR created_at > :latest";

    /**
     * A session as its person sees it.
     *
     * @param id its public id
     * @param createdAt when the person logged in
     * @param usedAt when it was last used; a use of the last minute may not be stored yet
     * @param address where the person logged in from
     * @param browser the {@code User-Agent} of the browser, shortened
     */
    public record Session(String id, Instant createdAt, Instant usedAt, String address, String browser) {}

    /**
     * The session of a cookie, with its person.
     *
     * @param sessionId the public id of the session
     */
    public record Found(Person person, String sessionId) {}

    private SessionStore() {}

    /**
     * Starts a session, and deletes all sessions whose start is over {@link #MOST} ago or over {@link #AHEAD} in the
     * future.
     */
    public static void start(Transaction transaction, byte[] digest, long personId, Session session) {
        var now = session.createdAt();
        transaction
                .update(FORGET)
                .bind("oldest", EpochMillis.column(now.minus(MOST)))
                .bind("latest", EpochMillis.column(now.plus(AHEAD)))
                .execute();
        transaction
                .update(INSERT)
                .bind("digest", digest)
                .bind("id", session.id())
                .bind("personId", personId)
                .bind("now", EpochMillis.column(now))
                .bind("address", session.address())
                .bind("browser", session.browser())
                .execute();
    }

    /**
     * Finds the session of the cookie with this digest, unless it has ended or the person is disabled.
     *
     * @param unstored the last use that {@link SessionUses} has not stored yet; {@link Instant#EPOCH} if there is none
     */
    public static Optional<Found> find(Transaction transaction, byte[] digest, Instant unstored, Instant now) {
        return transaction
                .query(FIND)
                .bind("digest", digest)
                .bind("unstored", EpochMillis.column(unstored))
                .bind("idle", EpochMillis.column(now.minus(IDLE)))
                .bind("oldest", EpochMillis.column(now.minus(MOST)))
                .bind("latest", EpochMillis.column(now.plus(AHEAD)))
                .map((row, context) -> new Found(PersonStore.person(row), row.getString("session_id")))
                .findOne();
    }

    /**
     * The person of a session that was found before, as the person is now. Empty if the person is disabled, or if the
     * session has ended since. Here, no idle time ends a session.
     */
    public static Optional<Person> person(Transaction transaction, Found found, Instant now) {
        return transaction
                .query(PERSON)
                .bind("personId", found.person().id())
                .bind("id", found.sessionId())
                .bind("oldest", EpochMillis.column(now.minus(MOST)))
                .bind("latest", EpochMillis.column(now.plus(AHEAD)))
                .map((row, context) -> PersonStore.person(row))
                .findOne();
    }

    /** A person's valid sessions, the last used first, at most 100. A use that is not stored yet does not count. */
    public static List<Session> list(Transaction transaction, long personId, Instant now) {
        return transaction
                .query(LIST)
                .bind("personId", personId)
                .bind("idle", EpochMillis.column(now.minus(IDLE)))
                .bind("oldest", EpochMillis.column(now.minus(MOST)))
                .bind("latest", EpochMillis.column(now.plus(AHEAD)))
                .map((row, context) -> new Session(
                        row.getString("id"),
                        EpochMillis.instant(row.getLong("created_at")),
                        EpochMillis.instant(row.getLong("last_use")),
                        row.getString("address"),
                        row.getString("browser")))
                .list();
    }

    /** Ends a session of a person; false if the person has none with this id. */
    public static boolean end(Transaction transaction, long personId, String id) {
        return transaction.update(END).bind("personId", personId).bind("id", id).execute() == 1;
    }

    /** Ends all sessions of a person. */
    public static void endAll(Transaction transaction, long personId) {
        transaction.update(END_ALL).bind("personId", personId).execute();
    }
}
