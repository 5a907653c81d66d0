package dev.daybook.domain.account;

/**
 * Who wrote something: a person in the console, a program by its API key, or nobody that is known.
 *
 * @param personId the id of the person, 0 if it is none
 * @param keyId the id of the API key, 0 if it is none
 */
public record Author(long personId, long keyId) {
    /** Nobody that is known, such as of a record that was imported. */
    public static final Author UNKNOWN = new Author(0, 0);

    /** A person of the console. */
    public static Author person(long id) {
        return new Author(id, 0);
    }

    /** A program with this API key. */
    public static Author key(long id) {
        return new Author(0, id);
    }
}
