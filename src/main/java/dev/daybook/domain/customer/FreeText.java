package dev.daybook.domain.customer;

/**
 * Masks phones and e-mails in free text. Everything that looks like one is masked, because a masking key should see too
 * little rather than too much. Phones and e-mails take one pass each without backtracking, so the time is linear in the
 * length. Masking is idempotent.
 */
public final class FreeText {
    /** Shortest run of digits that counts as a phone. */
    private static final int SHORTEST_PHONE = 7;

    /** Largest number of other characters between two digits of a phone. */
    private static final int LONGEST_GAP = 3;

    private static final String ENDS_OF_EMAILS = "<>(),;:\"";
    private static final String WITHIN_PHONES = "()./-_+·";

    private FreeText() {}

    /** Masks all but the last four digits of phones, and all but the first letter and the domain of e-mails. */
    public static String masked(String text) {
        return phonesMasked(emailsMasked(text));
    }

    /** Whether a text contains a phone or an e-mail. */
    public static boolean isHidden(String text) {
        return !masked(text).equals(text);
    }

    /** Masks each e-mail: a run of characters that contains an at sign, but no blank and no separator. */
    private static String emailsMasked(String text) {
        if (text.chars().noneMatch(FreeText::isAt)) {
            return text;
        }
        var masked = new StringBuilder(text.length());
        var start = 0;
        var hasAt = false;
        for (var at = 0; at <= text.length(); at++) {
            if (at == text.length() || isEndOfEmail(text.charAt(at))) {
                var run = text.substring(start, at);
                masked.append(hasAt ? Masking.address(run) : run);
                if (at < text.length()) {
                    masked.append(text.charAt(at));
                }
                start = at + 1;
                hasAt = false;
            } else {
                hasAt |= isAt(text.charAt(at));
            }
        }
        return masked.toString();
    }

    /**
     * Masks each phone: a run of digits of any script, with a few characters between them that are usual in phone
     * numbers.
     */
    static String phonesMasked(String text) {
        var masked = new StringBuilder(text.length());
        var done = 0;
        var at = 0;
        while (at < text.length()) {
            var letter = text.codePointAt(at);
            if (!Character.isDigit(letter)) {
                at += Character.charCount(letter);
                continue;
            }
            var start = at;
            var end = at;
            var digits = 0;
            var gap = 0;
            while (at < text.length() && gap <= LONGEST_GAP) {
                letter = text.codePointAt(at);
                if (Character.isDigit(letter)) {
                    digits++;
                    gap = 0;
                    end = at + Character.charCount(letter);
                } else if (isInvisible(letter)) {
                    // Invisible characters, such as a zero-width space in a copied number, do not count as a gap.
                } else if (isWithinPhone(letter)) {
                    gap++;
                } else {
                    break;
                }
                at += Character.charCount(letter);
            }
            at = end;
            if (digits >= SHORTEST_PHONE) {
                masked.append(text, done, start).append(Masking.phone(text.substring(start, end)));
                done = end;
            }
        }
        return masked.append(text, done, text.length()).toString();
    }

    static boolean isAt(int letter) {
        return letter == '@' || letter == '\uff20' || letter == '\ufe6b';
    }

    static boolean isEndOfEmail(char letter) {
        return isBlank(letter) || ENDS_OF_EMAILS.indexOf(letter) >= 0;
    }

    private static boolean isBlank(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }

    private static boolean isWithinPhone(int letter) {
        return isBlank(letter)
                || WITHIN_PHONES.indexOf(letter) >= 0
                || Character.getType(letter) == Character.DASH_PUNCTUATION;
    }

    private static boolean isInvisible(int letter) {
        return Character.getType(letter) == Character.FORMAT;
    }
}
