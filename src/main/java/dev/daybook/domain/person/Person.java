package dev.daybook.domain.person;

/**
 * A person who uses the console.
 *
 * @param id the number within the deployment
 * @param email the e-mail by which the person logs in
 * @param name the display name
 * @param operator whether the person has every right in every account
 * @param disabled whether the person may not log in
 * @param language the language of the pages, such as {@code en}; empty for that of the browser
 */
public record Person(long id, String email, String name, boolean operator, boolean disabled, String language) {
    /** The largest length of an e-mail in characters. */
    public static final int MAX_EMAIL = 320;

    /** The largest length of a name in characters. */
    public static final int MAX_NAME = 200;

    public Person {
        if (email.isBlank() || email.length() > MAX_EMAIL) {
            throw new IllegalArgumentException("a person needs an e-mail of at most " + MAX_EMAIL + " characters");
        }
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a person needs a name of at most " + MAX_NAME + " characters");
        }
    }

    /**
     * A new person. The form of the e-mail is checked here and not in the constructor: an earlier version stored
     * e-mails that are no longer valid, and a person with such an e-mail must still be shown, so that somebody can
     * remove the person.
     *
     * @throws IllegalArgumentException if the e-mail is not valid, or the name is blank or too long
     */
    public static Person added(long id, String email, String name, boolean operator) {
        if (!isEmail(email)) {
            throw new IllegalArgumentException("expected an e-mail such as asha@shop.example");
        }
        return new Person(id, email, name, operator, false, "");
    }

    /** Whether a text can be an e-mail. */
    public static boolean isEmail(String text) {
        var at = text.indexOf('@');
        return text.length() <= MAX_EMAIL
                && at > 0
                && at == text.lastIndexOf('@')
                && at < text.length() - 1
                && text.chars().noneMatch(letter -> isBlank(letter) || letter == ',' || letter == '<');
    }

    /** Whether a character is a control character or a Unicode space, such as a no-break space or a line separator. */
    private static boolean isBlank(int letter) {
        return Character.isISOControl(letter) || Character.isSpaceChar(letter);
    }
}
