package dev.daybook.domain.customer;

import dev.daybook.domain.message.Blanks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Masks everything in free text that looks like a phone or an e-mail, because a masking key should see too little
 * rather than too much. The time is linear in the length of the text. Masking is idempotent.
 */
public final class FreeText {
    /** Shortest run of digits that counts as a phone. */
    private static final int SHORTEST_PHONE = 7;

    /** Largest number of other characters between two digits of a phone. A blank of HTML counts as one. */
    private static final int LONGEST_GAP = 3;

    private static final String ENDS_OF_EMAILS = "<>(),;:\"";
    private static final String WITHIN_PHONES = "()./-_+·";

    /** An at sign as it is written in HTML, or in the query of a URL. */
    private static final List<String> ESCAPED_AT = List.of("&#64;", "&#x40;", "&commat;", "%40");

    /** A blank or a line break as it is written in HTML. */
    private static final List<String> BLANKS_OF_HTML = List.of("&nbsp;", "&#160;", "&#xa0;", "<br>", "<br/>", "<br />");

    private FreeText() {}

    /** Masks all but the last four digits of phones, and all but the first letter and the domain of e-mails. */
    public static String masked(String text) {
        return phonesMasked(emailsMasked(text));
    }

    /**
     * The stored text if the given one is its masked form, otherwise the given one: a client with a masking key may
     * send back the masked texts that it got.
     */
    public static String unmasked(String stored, String given) {
        return given.indexOf('*') >= 0 && masked(stored).equals(given) ? stored : given;
    }

    /**
     * The names of the fields of an object, as a masking key sees them. If several names are equal after masking, a
     * number is added to all but the first one.
     */
    public static final class Names {
        private final Map<String, String> shown = new HashMap<>();
        private final Map<String, String> stored = new HashMap<>();

        /** The names of an object, in their order; a repeated name counts once. */
        public Names(Iterable<String> names) {
            var numbers = new HashMap<String, Integer>();
            for (var name : names) {
                shown.computeIfAbsent(name, one -> free(one, masked(one), numbers));
            }
        }

        /**
         * Takes the masked name, or if another name has it, the masked name with a number, such as {@code #2}. A phone
         * never extends across this {@code #}, so a second masking does not take the number for a part of a phone.
         */
        private String free(String name, String masked, Map<String, Integer> numbers) {
            var free = masked;
            while (stored.putIfAbsent(free, name) != null) {
                free = masked + " #" + numbers.merge(masked, 2, (last, first) -> last + 1);
            }
            return free;
        }

        /** How one of the names is shown. */
        public String shown(String name) {
            return shown.getOrDefault(name, name);
        }

        /**
         * The object's name that a caller means. The caller may give a name of the object as it is, or as it is shown;
         * if both fit, the name as it is counts. Returns {@code given} if the object has no such name.
         */
        public String meant(String given) {
            return shown.containsKey(given) ? given : stored.getOrDefault(given, given);
        }
    }

    /** Whether a text contains a phone or an e-mail. */
    public static boolean isHidden(String text) {
        return !masked(text).equals(text);
    }

    /** Masks each e-mail: a run of characters that contains an at sign, but no blank and no separator. */
    private static String emailsMasked(String text) {
        if (text.chars().noneMatch(letter -> isAt(letter) || letter == '&' || letter == '%')) {
            return text;
        }
        var masked = new StringBuilder(text.length());
        var start = 0;
        var at = 0;
        // The last at sign of the run: where it begins and ends; -1 if the run has none.
        var sign = -1;
        var domain = -1;
        while (at <= text.length()) {
            var length = at == text.length() ? 0 : lengthOfAt(text, at);
            if (length > 0) {
                sign = at - start;
                domain = sign + length;
                at += length;
            } else if (at == text.length() || isEndOfEmail(text.charAt(at))) {
                var run = text.substring(start, at);
                masked.append(sign < 0 ? run : Masking.address(run, sign, domain));
                if (at < text.length()) {
                    masked.append(text.charAt(at));
                }
                at++;
                start = at;
                sign = -1;
            } else {
                at++;
            }
        }
        return masked.toString();
    }

    /** The length of the at sign at a position, which may be escaped; 0 if there is none. */
    private static int lengthOfAt(String text, int at) {
        return isAt(text.charAt(at)) ? 1 : lengthOfOne(ESCAPED_AT, text, at);
    }

    /**
     * The length of the escape or tag that begins at this position of the text, in upper or lower case; 0 if none of
     * {@code forms} begins there.
     */
    private static int lengthOfOne(List<String> forms, String text, int at) {
        var letter = text.charAt(at);
        if (letter == '&' || letter == '%' || letter == '<') {
            for (var form : forms) {
                if (text.regionMatches(true, at, form, 0, form.length())) {
                    return form.length();
                }
            }
        }
        return 0;
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
                var blankOfHtml = lengthOfOne(BLANKS_OF_HTML, text, at);
                at += Math.max(blankOfHtml, Character.charCount(letter));
                if (Character.isDigit(letter)) {
                    digits++;
                    gap = 0;
                    end = at;
                } else if (blankOfHtml > 0 || isWithinPhone(letter)) {
                    gap++;
                } else if (!Blanks.isInvisible(letter)) {
                    // Invisible characters, such as a zero-width space in a copied number, do not count as a gap.
                    break;
                }
            }
            at = end;
            if (digits >= SHORTEST_PHONE) {
                masked.append(text, done, start);
                appendMasked(masked, text.substring(start, end), digits - Masking.SHOWN_DIGITS);
                done = end;
            }
        }
        return masked.append(text, done, text.length()).toString();
    }

    /** Appends a phone, with a star for each of its first {@code hidden} digits. */
    private static void appendMasked(StringBuilder masked, String phone, int hidden) {
        var left = hidden;
        var at = 0;
        while (at < phone.length()) {
            var letter = phone.codePointAt(at);
            var length = Math.max(lengthOfOne(BLANKS_OF_HTML, phone, at), Character.charCount(letter));
            if (left > 0 && Character.isDigit(letter)) {
                masked.append('*');
                left--;
            } else {
                masked.append(phone, at, at + length);
            }
            at += length;
        }
    }

    static boolean isAt(int letter) {
        return letter == '@' || letter == '\uff20' || letter == '\ufe6b';
    }

    static boolean isEndOfEmail(char letter) {
        return Blanks.isBlank(letter) || ENDS_OF_EMAILS.indexOf(letter) >= 0;
    }

    private static boolean isWithinPhone(int letter) {
        return Blanks.isBlank(letter)
                || WITHIN_PHONES.indexOf(letter) >= 0
                || Character.getType(letter) == Character.DASH_PUNCTUATION;
    }
}
