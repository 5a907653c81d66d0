package dev.daybook.domain.customer;

/** Masks personal data for masking keys. Masking is idempotent. */
public final class Masking {
    /** The largest number of digits at the end of a phone that are not masked. */
    static final int SHOWN_DIGITS = 4;

    private Masking() {}

    /**
     * Replaces all letters of a phone, and all digits except the last four, by {@code *}, in any script. If it has at
     * most four digits and no {@code *}, replaces the first digit.
     */
    public static String phone(String phone) {
        var digits = phone.codePoints().filter(Character::isDigit).count();
        var hidden = phone.chars().filter(letter -> letter == '*').count();
        var shown = Math.min(SHOWN_DIGITS, digits + hidden - 1);
        var masked = new StringBuilder(phone.length());
        var left = digits;
        for (var at = 0; at < phone.length(); at += Character.charCount(phone.codePointAt(at))) {
            var letter = phone.codePointAt(at);
            var isHidden = Character.isDigit(letter) ? left-- > shown : Character.isLetter(letter);
            masked.appendCodePoint(isHidden ? '*' : letter);
        }
        return masked.toString();
    }

    /**
     * Replaces by {@code *} all of an e-mail except its first letter and its domain. A single letter before the domain
     * is replaced too, and so are digits in the domain that look like a phone. Of a text without an at sign, every
     * character is replaced.
     */
    public static String email(String email) {
        var at = email.length() - 1;
        while (at >= 0 && !FreeText.isAt(email.charAt(at))) {
            at--;
        }
        return at < 0 ? "*".repeat(email.length()) : FreeText.phonesMasked(address(email, at, at + 1));
    }

    /**
     * Like {@link #email}, but keeps all digits of the domain. The domain ends before a blank or a separator, and
     * everything behind it is masked.
     *
     * @param at where the at sign begins
     * @param domain where the domain begins, behind the at sign
     */
    static String address(String email, int at, int domain) {
        var first = at == 0 ? 0 : email.offsetByCodePoints(0, 1);
        if (first == at) {
            first = 0;
        }
        var end = domain;
        while (end < email.length() && !FreeText.isEndOfEmail(email.charAt(end))) {
            end++;
        }
        return email.substring(0, first)
                + "*".repeat(at - first)
                + email.substring(at, end)
                + "*".repeat(email.length() - end);
    }
}
