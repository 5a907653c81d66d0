package dev.daybook.domain.customer;

/** Hides personal data from masking keys. */
public final class Masking {
    private static final int SHOWN_DIGITS = 4;

    private Masking() {}

    /** A phone with all but its last four digits replaced by {@code *}. */
    public static String phone(String phone) {
        var digits = (int) phone.chars().filter(Character::isDigit).count();
        var shown = Math.min(SHOWN_DIGITS, digits - 1);
        var masked = new StringBuilder(phone.length());
        for (var i = 0; i < phone.length(); i++) {
            var letter = phone.charAt(i);
            if (Character.isDigit(letter)) {
                masked.append(digits-- > shown ? '*' : letter);
            } else {
                masked.append(Character.isLetter(letter) ? '*' : letter);
            }
        }
        return masked.toString();
    }

    /** An e-mail with all but its first letter and its domain replaced by {@code *}. */
    public static String email(String email) {
        var at = email.lastIndexOf('@');
        if (at < 0) {
            return "*".repeat(email.length());
        }
        var first = Math.min(1, at);
        return email.substring(0, first) + "*".repeat(at - first) + email.substring(at);
    }
}
