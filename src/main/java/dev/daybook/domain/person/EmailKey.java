package dev.daybook.domain.person;

/**
 * Form in which e-mails of people are compared. It ignores only the case of ASCII letters: people log in by e-mail, and
 * the domains {@code strasse.example} and {@code straße.example} may have different owners. {@link
 * dev.daybook.domain.TextKey} gives the same text for an e-mail in ASCII, but folds other letters too, such as ß to ss.
 */
public final class EmailKey {
    private EmailKey() {}

    /** The e-mail with its ASCII letters in lower case. */
    public static String of(String email) {
        var key = new StringBuilder(email);
        for (var i = 0; i < key.length(); i++) {
            var letter = key.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                key.setCharAt(i, (char) (letter - 'A' + 'a'));
            }
        }
        return key.toString();
    }
}
