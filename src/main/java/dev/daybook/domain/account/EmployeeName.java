package dev.daybook.domain.account;

/**
 * How a caller names an employee: by any of three, the code deciding before the e-mail, and that before the name.
 *
 * @param name the name, maybe empty
 * @param code the employee code, maybe empty
 * @param email the e-mail, maybe empty
 */
public record EmployeeName(String name, String code, String email) {
    /** Nobody is named. */
    public static final EmployeeName NOBODY = new EmployeeName("", "", "");

    /** Whether nobody is named. */
    public boolean isNobody() {
        return name.isEmpty() && code.isEmpty() && email.isEmpty();
    }
}
