package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.wire.admin.UserJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checked call that adds a person.
 *
 * @param name the name; if empty, an existing name stays, and the name of a new person is the e-mail
 * @param cmId the account of the role; null for an operator
 * @param role the role; if empty, an existing role stays, and a first role is viewer; always empty for an operator
 */
record WantedPerson(
        String email,
        Optional<String> name,
        boolean operator,
        @Nullable Long cmId,
        Optional<Role> role) {
    static WantedPerson of(UserJson.Creation asked) {
        var role = role(asked);
        if (asked.cmId() == null && !asked.operator()) {
            throw Problem.INVALID_VALUE.because(
                    "say for which account by --cm-id (cmId), or --operator for all of them");
        }
        if (asked.operator() && (asked.cmId() != null || role.isPresent())) {
            throw Problem.INVALID_VALUE.because("operator: leave out role and cmId (--role and --cm-id), because an"
                    + " operator has every right in every account");
        }
        var email = asked.email() == null ? "" : Blanks.word(asked.email());
        var name = Optional.ofNullable(asked.name()).map(Blanks::strip).filter(text -> !text.isEmpty());
        var wanted = new WantedPerson(email, name, asked.operator(), asked.cmId(), role);
        AdminCall.valid(() -> Person.added(1, email, wanted.nameOrEmail(), asked.operator()));
        return wanted;
    }

    private static Optional<Role> role(UserJson.Creation asked) {
        var role = Optional.ofNullable(asked.role()).flatMap(label -> Labelled.find(Role.class, label));
        if (asked.role() != null && role.isEmpty()) {
            throw Problem.INVALID_VALUE.because("role: expected one of " + Labelled.all(Role.class));
        }
        return role;
    }

    /** The name of a new person. */
    String nameOrEmail() {
        return name.orElse(email);
    }
}
