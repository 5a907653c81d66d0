package dev.daybook.domain;

/**
 * A phone number, normalised for comparison: its digits, without leading zeros.
 *
 * @param digits the digits, possibly none
 */
public record Phone(String digits) {
    /** A number needs at least this many digits to match the same number with a country code in front. */
    private static final int SHORTEST_NATIONAL = 7;

    private static final int LONGEST_COUNTRY_CODE = 3;

    private static final String INDIA = "91";

    private static final int NATIONAL_IN_INDIA = 10;

    /** A number that ends with more equal digits than this, maybe behind a country code, is no real one. */
    private static final int MOST_EQUAL_DIGITS = 8;

    /** The number that programs send for a missing phone. */
    private static final String MISSING = "-1";

    /** The most digits that a masked phone shows. */
    private static final int SHOWN_IF_MASKED = 4;

    /**
     * The phone with the digits of a text, in any script. Leading zeros and all other characters are ignored. Two kinds
     * of text give no digits: -1, which programs send for a missing phone, and a masked phone, because many other
     * phones end with the digits that it still shows. A text with an asterisk and at most four digits counts as masked.
     */
    public static Phone of(String text) {
        if (text.strip().equals(MISSING)) {
            return new Phone("");
        }
        var digits = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            var digit = Character.digit(text.codePointAt(i), 10);
            if (digit > 0 || (digit == 0 && !digits.isEmpty())) {
                digits.append((char) ('0' + digit));
            }
        }
        var isMasked = text.indexOf('*') >= 0
                && text.codePoints().filter(Character::isDigit).count() <= SHOWN_IF_MASKED;
        return new Phone(isMasked ? "" : digits.toString());
    }

    /**
     * The number with a country code in front. The code is not added if the text begins with a plus sign, or if the
     * number seems to have the code already: it begins with the code, and at least 7 more digits follow, 10 for India.
     * In India, national numbers have 10 digits and may begin with the digits of the code, 91. In another country, a
     * national number that begins with the code by chance stays without it. Such a number still {@link #matches} the
     * same number with the code, because {@code matches} allows for up to three missing leading digits.
     */
    public static Phone of(String countryCode, String text) {
        var number = of(text);
        var code = of(countryCode).digits;
        if (code.isEmpty() || number.isEmpty() || text.strip().startsWith("+")) {
            return number;
        }
        var shortest = code.equals(INDIA) ? NATIONAL_IN_INDIA : SHORTEST_NATIONAL;
        var complete = number.digits.startsWith(code) && number.digits.length() - code.length() >= shortest;
        return complete ? number : new Phone(code + number.digits);
    }

    /** Whether the phone has no digits. */
    public boolean isEmpty() {
        return digits.isEmpty();
    }

    /**
     * Whether there are no digits, or all digits or the last nine are equal, such as in 9999999999. Programs send such
     * a number for people without a phone, so many people may have it.
     */
    public boolean isPlaceholder() {
        for (var index = Math.max(1, digits.length() - MOST_EQUAL_DIGITS); index < digits.length(); index++) {
            if (digits.charAt(index) != digits.charAt(index - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the number is long enough to be compared without its country code. */
    public boolean hasNationalLength() {
        return digits.length() >= SHORTEST_NATIONAL;
    }

    /**
     * The last digits, at most 7, in reverse order, for lookups. A number of 7 digits or more has the same tail with
     * and without its country code. The tail of a shorter number is a prefix of the tail of every number that ends with
     * the shorter one: 12345 has the tail 54321, and 9912345 has 5432199.
     */
    public String tail() {
        var last = digits.substring(Math.max(0, digits.length() - SHORTEST_NATIONAL));
        return new StringBuilder(last).reverse().toString();
    }

    /**
     * Whether the numbers are equal, or differ only in a country code that one of them lacks. For such a match, the
     * shorter number needs at least {@value #SHORTEST_NATIONAL} digits. Two phones without digits match.
     */
    public boolean matches(Phone other) {
        var longer = digits.length() >= other.digits.length() ? digits : other.digits;
        var shorter = digits.length() >= other.digits.length() ? other.digits : digits;
        var extra = longer.length() - shorter.length();
        return extra == 0
                ? longer.equals(shorter)
                : extra <= LONGEST_COUNTRY_CODE && shorter.length() >= SHORTEST_NATIONAL && longer.endsWith(shorter);
    }
}
