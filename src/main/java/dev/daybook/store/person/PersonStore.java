package dev.daybook.store.person;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.person.EmailKey;
import dev.daybook.domain.person.Person;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The people. Nobody is ever deleted, so that the audit can always name who did something. */
public final class PersonStore {
    private static final String NEXT_ID = "SELECT coalesce(max(id), 0) + 1 FROM person";

    private static final String INSERT = """
            INSERT INTO person (id, email, email_key, name, password, operator, disabled, language, created_at)
            VALUES (:id, :email, :key, :name, '', :operator, 0, '', :now)""";

    private static final String FIND = "SELECT * FROM person WHERE id = :id";

    private static final String FIND_BY_KEY = "SELECT * FROM person WHERE email_key IN (:key, :folded)";

    private static final String SET_KEY = "UPDATE person SET email_key = :key WHERE id = :id";

    /**
     * Prefix of column {@code email_key} of a former person; the person's id follows. The e-mail of such a person was
     * given to somebody else, or the person came here with the export of an account. The prefix contains a blank, so
     * this key never equals the key of a real e-mail.
     */
    private static final String FORMER = "former ";

    /** The SQL condition that leaves out former people. The table {@code person} must have the alias {@code p}. */
    public static final String NOT_FORMER = "p.email_key NOT LIKE '" + FORMER + "%'";

    private static final String LIST = "SELECT * FROM person p WHERE " + NOT_FORMER + " ORDER BY id";

    private static final String ANYBODY = "SELECT id FROM person p WHERE " + NOT_FORMER + " LIMIT 1";

    /**
     * The people as the export of an account has them. In a restored database they are former people: their names are
     * known, they cannot log in, and new people can have their e-mails.
     */
    public static final String EXPORTED = "SELECT id, email, '" + FORMER + """
            ' || id AS email_key, name, '' AS password, 0 AS operator, 1 AS disabled, language, created_at
            FROM person""";

    /** The columns of {@link #EXPORTED}. */
    public static final Set<String> EXPORTED_COLUMNS =
            Set.of("id", "email", "email_key", "name", "password", "operator", "disabled", "language", "created_at");

    private static final String SET_HASH = "UPDATE person SET password = :hash WHERE id = :id";

    private static final String SET_DISABLED = "UPDATE person SET disabled = :disabled WHERE id = :id";

    private static final String SET_NAME = "UPDATE person SET name = :name WHERE id = :id";

    private static final String SET_LANGUAGE = "UPDATE person SET language = :language WHERE id = :id";

    /** A transaction that adds a person locks this word, so that such transactions run one after the other. */
    private static final String LOCK = "person";

    /**
     * A person with the hash of the password.
     *
     * @param hash the hash; empty if the person has no password
     */
    public record Known(Person person, String hash) {
        /** Hides the hash from logs and error messages. */
        @Override
        public String toString() {
            return "Known[" + person.id() + "]";
        }
    }

    private PersonStore() {}

    /** Adds a person who has no password yet; returns empty if the e-mail is already used. */
    public static Optional<Person> add(
            Transaction transaction, String email, String name, boolean operator, Instant now) {
        transaction.dialect().lockWord(transaction, 0, LOCK);
        if (find(transaction, email).isPresent()) {
            return Optional.empty();
        }
        byKey(transaction, email)
                .forEach(other -> setKey(
                        transaction,
                        other.person().id(),
                        EmailKey.of(other.person().email())));
        // Rows of a restored account may have ids of people who were not restored, and no new person may get such an
        // id. So a new id is at least the current time in seconds, and higher than earlier ids.
        var id = Math.max(transaction.query(NEXT_ID).mapTo(Long.class).one(), now.getEpochSecond());
        var person = Person.added(id, email, name, operator);
        transaction
                .update(INSERT)
                .bind("id", id)
                .bind("email", email)
                .bind("key", EmailKey.of(email))
                .bind("name", name)
                .bind("operator", operator ? 1 : 0)
                .bind("now", EpochMillis.column(now))
                .execute();
        return Optional.of(person);
    }

    /** The person with this id. */
    public static Optional<Person> find(Transaction transaction, long id) {
        return transaction
                .query(FIND)
                .bind("id", id)
                .map((row, context) -> person(row))
                .findOne();
    }

    /**
     * The person with this id, locked until the transaction ends, so that a log-in and a change of the password run one
     * after the other.
     */
    public static Optional<Known> lock(Transaction transaction, long id) {
        return transaction
                .query(FIND + " " + transaction.dialect().forChange())
                .bind("id", id)
                .map((row, context) -> known(row))
                .findOne();
    }

    /** The person with this e-mail, ignoring the case of ASCII letters. */
    public static Optional<Known> find(Transaction transaction, String email) {
        var key = EmailKey.of(email);
        return byKey(transaction, email).stream()
                .filter(known -> EmailKey.of(known.person().email()).equals(key))
                .findFirst();
    }

    /**
     * The people whose stored key is one of the two keys of an e-mail: its {@link EmailKey}, or its {@link TextKey},
     * which was stored until November 2026 and is still in old rows. For an e-mail that is not ASCII the two keys
     * differ, so the result may contain an old row with another e-mail.
     */
    private static List<Known> byKey(Transaction transaction, String email) {
        return transaction
                .query(FIND_BY_KEY)
                .bind("key", EmailKey.of(email))
                .bind("folded", TextKey.of(email))
                .map((row, context) -> known(row))
                .list();
    }

    private static void setKey(Transaction transaction, long id, String key) {
        transaction.update(SET_KEY).bind("key", key).bind("id", id).execute();
    }

    /**
     * Takes the e-mail from a person, so that another person can have it. The former person is no longer found by it
     * and is in no list, but the audit and the history of tickets still name this person.
     */
    static void freeEmail(Transaction transaction, long id) {
        setKey(transaction, id, FORMER + id);
    }

    /** All people except former ones, sorted by id. */
    public static List<Person> list(Transaction transaction) {
        return transaction.query(LIST).map((row, context) -> person(row)).list();
    }

    /** Whether there is no person yet, not counting former people. */
    public static boolean isEmpty(Transaction transaction) {
        return transaction.query(ANYBODY).mapTo(Long.class).findOne().isEmpty();
    }

    /** Sets the hash of a person's password. */
    public static void setHash(Transaction transaction, long id, String hash) {
        transaction.update(SET_HASH).bind("hash", hash).bind("id", id).execute();
    }

    /** Disables a person, or enables the person again. Does not end the person's sessions. */
    public static void setDisabled(Transaction transaction, long id, boolean disabled) {
        transaction
                .update(SET_DISABLED)
                .bind("disabled", disabled ? 1 : 0)
                .bind("id", id)
                .execute();
    }

    /** Sets the display name of a person. */
    public static void setName(Transaction transaction, long id, String name) {
        transaction.update(SET_NAME).bind("name", name).bind("id", id).execute();
    }

    /** Sets the language of a person's pages. */
    public static void setLanguage(Transaction transaction, long id, String language) {
        transaction
                .update(SET_LANGUAGE)
                .bind("language", language)
                .bind("id", id)
                .execute();
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(person(row), row.getString("password"));
    }

    static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getLong("id"),
                row.getString("email"),
                row.getString("name"),
                row.getInt("operator") != 0,
                row.getInt("disabled") != 0,
                row.getString("language"));
    }
}
