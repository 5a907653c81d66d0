package dev.daybook.domain.account;

/**
 * Who wrote something: a person in the console, a program with an API key, or an unknown author.
 *
 * @param personId the id of the person; 0 if the author is not a person
 * @param keyId the id of the API key; 0 if the author is not a program
 */
public record Author(long personId, long keyId) {
    /** An unknown author, such as that of an imported record. */
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
