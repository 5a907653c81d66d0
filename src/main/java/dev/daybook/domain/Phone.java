package dev.daybook.domain;

/**
 * A phone number as it is compared: its digits, without leading zeros.
 *
 * @param digits the digits, maybe none
 */
public record Phone(String digits) {
    /** The shortest number that may be taken for the same number without its country code. */
    private static final int SHORTEST_NATIONAL = 7;

    private static final int LONGEST_COUNTRY_CODE = 3;

    /** The number in a text, whatever else stands in it. */
    public static Phone of(String text) {
        var digits = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var digit = Character.digit(text.charAt(i), 10);
            if (digit > 0 || (digit == 0 && !digits.isEmpty())) {
                digits.append((char) ('0' + digit));
            }
        }
        return new Phone(digits.toString());
    }

    /** The number with a country code put in front, unless it has that already. */
    public static Phone of(String countryCode, String text) {
        var number = of(text);
        var code = of(countryCode).digits;
        if (code.isEmpty() || number.isEmpty() || text.strip().startsWith("+")) {
            return number;
        }
        var complete = number.digits.startsWith(code)
                && number.digits.length() - code.length() >= SHORTEST_NATIONAL + LONGEST_COUNTRY_CODE;
        return complete ? number : new Phone(code + number.digits);
    }

    /** Whether there is no number. */
    public boolean isEmpty() {
        return digits.isEmpty();
    }

    /** Whether it is long enough to be told apart from others even without its country code. */
    public boolean hasNationalLength() {
        return digits.length() >= SHORTEST_NATIONAL;
    }

    /** What two numbers that are the same share even if one lacks its country code: the last digits. */
    public String tail() {
        return digits.substring(Math.max(0, digits.length() - SHORTEST_NATIONAL));
    }

    /** Whether both are the same number, one of them maybe without its country code. */
    public boolean matches(Phone other) {
        var longer = digits.length() >= other.digits.length() ? digits : other.digits;
        var shorter = digits.length() >= other.digits.length() ? other.digits : digits;
        var extra = longer.length() - shorter.length();
        return extra == 0
                ? longer.equals(shorter)
                : extra <= LONGEST_COUNTRY_CODE && shorter.length() >= SHORTEST_NATIONAL && longer.endsWith(shorter);
    }
}
