package dev.daybook.domain.account;

/**
 * How a caller names an employee. The employee is found by the code; without a code, by the e-mail; without both, by
 * the name.
 *
 * @param name the name, possibly empty
 * @param code the employee code, possibly empty
 * @param email the e-mail, possibly empty
 */
public record EmployeeName(String name, String code, String email) {
    /** Nobody is named. */
    public static final EmployeeName NOBODY = new EmployeeName("", "", "");

    /** Whether nobody is named. */
    public boolean isNobody() {
        return name.isEmpty() && code.isEmpty() && email.isEmpty();
    }

    /** The text that is shown for the employee: the name; without a name, the code; without both, the e-mail. */
    public String shown() {
        var nameOrCode = name.isEmpty() ? code : name;
        return nameOrCode.isEmpty() ? email : nameOrCode;
    }
}
