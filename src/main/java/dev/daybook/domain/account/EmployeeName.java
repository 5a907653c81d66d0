package dev.daybook.domain.account;

/**
 * How a caller names an employee. If the code is not empty, it alone decides; otherwise the e-mail, and then the name.
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
}
