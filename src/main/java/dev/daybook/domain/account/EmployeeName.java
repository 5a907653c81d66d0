package dev.daybook.domain.account;

import dev.daybook.domain.TextKey;

/**
 * How a caller names an employee. The employee is found by the code; without a code, by the e-mail; without both, by
 * the name.
 *
 * @param name the name, possibly empty
 * @param code the employee code, possibly empty
 * @param email the e-mail, possibly empty
 */
public record EmployeeName(String name, String code, String email) {
    public static final EmployeeName NOBODY = new EmployeeName("", "", "");

    /** The employee that one text names: by the e-mail if the text is one, otherwise by the name. */
    public static EmployeeName of(String text) {
        return TextKey.ofEmail(text).isEmpty() ? new EmployeeName(text, "", "") : new EmployeeName("", "", text);
    }

    /** Whether nobody is named. */
    public boolean isNobody() {
        return name.isEmpty() && code.isEmpty() && email.isEmpty();
    }

    /** The text that is shown for the employee: the name; without a name, the code; without both, the e-mail. */
    public String shown() {
        var nameOrCode = name.isEmpty() ? code : name;
        return nameOrCode.isEmpty() ? email : nameOrCode;
    }

    /** Whether the caller gives only a name or only an e-mail, and it equals {@code shown}, ignoring case. */
    public boolean isOnly(String shown) {
        return code.isEmpty()
                && (name.isEmpty() || email.isEmpty())
                && TextKey.of(shown()).equals(TextKey.of(shown));
    }
}
