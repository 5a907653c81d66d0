package dev.daybook.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** People of the console in the admin API. */
public final class UserJson {
    private UserJson() {}

    /** The role of a person in an account: {@code viewer}, {@code agent}, {@code manager} or {@code owner}. */
    public record Membership(long cmId, String role) {}

    /**
     * A person.
     *
     * @param email the e-mail by which the person logs in
     * @param disabled whether the person may not log in
     * @param name the display name
     * @param operator whether the person has every right in every account
     */
    public record Entry(
            long id, String email, boolean disabled, String name, boolean operator, List<Membership> roles) {}

    /** The people. */
    public record All(List<Entry> users) {}

    /**
     * A person to add, or a role for an existing person.
     *
     * @param name the display name; null to keep the name of an existing person, or to use the e-mail for a new one
     * @param cmId the account of the role; null for an operator, and only then
     * @param role the role; null to keep the person's role in the account, or for {@code viewer} if the person has none
     *     there; null for an operator
     * @param operator whether the person gets every right in every account
     */
    public record Creation(
            String email,
            @Nullable String name,
            @Nullable Long cmId,
            @Nullable String role,
            boolean operator) {}

    /**
     * A reset of a person.
     *
     * @param enable whether to enable the person; if false, a disabled person is not reset
     */
    public record Reset(boolean enable) {}

    /**
     * The path of a new link by which the person chooses a password; null if the person keeps a password or an earlier
     * link instead.
     */
    public record Link(@Nullable String path) {
        /** Hides the link from logs and error messages. */
        @Override
        public String toString() {
            return "Link[hidden]";
        }
    }
}
