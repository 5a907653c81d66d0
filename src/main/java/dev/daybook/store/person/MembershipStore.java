package dev.daybook.store.person;

import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.Member;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.util.List;
import java.util.Optional;

/** Who has which role in which account. */
public final class MembershipStore {
    private static final String PUT = """
            INSERT INTO membership (cm_id, person_id, role) VALUES (:cmId, :personId, :role)
            ON CONFLICT (cm_id, person_id) DO UPDATE SET role = excluded.role""";

    private static final String REMOVE = "DELETE FROM membership WHERE cm_id = :cmId AND person_id = :personId";

    private static final String ROLE = "SELECT role FROM membership WHERE cm_id = :cmId AND person_id = :personId";

    private static final String ACCOUNTS = "SELECT cm_id FROM membership WHERE person_id = :personId ORDER BY cm_id";

    private static final String MEMBERS = """
            SELECT p.*, m.role FROM membership m JOIN person p ON p.id = m.person_id
            WHERE m.cm_id = :cmId AND %s ORDER BY p.email_key""".formatted(PersonStore.NOT_FORMER);

    private MembershipStore() {}

    /**
     * Sets the role of a person in an account. Replaces an existing role.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static void put(Transaction transaction, long cmId, long personId, Role role) {
        AccountStore.holdNow(transaction, cmId);
        transaction
                .update(PUT, cmId)
                .bind("personId", personId)
                .bind("role", role.label())
                .execute();
    }

    /** Removes the role of a person in an account, if there is one. */
    public static void remove(Transaction transaction, long cmId, long personId) {
        transaction.update(REMOVE, cmId).bind("personId", personId).execute();
    }

    /** A person's role in an account; empty if the person has none. Ignores that an operator is an owner everywhere. */
    public static Optional<Role> role(Transaction transaction, long cmId, long personId) {
        return transaction
                .query(ROLE, cmId)
                .bind("personId", personId)
                .mapTo(String.class)
                .findOne()
                .flatMap(label -> Labelled.find(Role.class, label));
    }

    /** The accounts in which a person has a role. */
    public static List<Long> accounts(Transaction transaction, long personId) {
        return transaction
                .query(ACCOUNTS)
                .bind("personId", personId)
                .mapTo(Long.class)
                .list();
    }

    /** The people with a role in an account, sorted by e-mail, without former people. */
    public static List<Member> members(Transaction transaction, long cmId) {
        return transaction
                .query(MEMBERS, cmId)
                .map((row, context) -> new Member(
                        PersonStore.person(row),
                        Labelled.find(Role.class, row.getString("role")).orElse(Role.VIEWER)))
                .list();
    }
}
