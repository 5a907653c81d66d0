package dev.daybook.kit;

import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;

/** Adds people of the console, for tests. */
public final class TestPerson {
    private TestPerson() {}

    /** Adds a person with a role in an account, at the time of the server's clock. */
    public static Person add(TestServer server, String email, String name, long cmId, Role role) {
        var stores = server.stores;
        return stores.database().write(transaction -> {
            var person = PersonStore.add(transaction, email, name, false, server.clock.instant())
                    .orElseThrow();
            MembershipStore.put(transaction, cmId, person.id(), role);
            return person;
        });
    }

    /** Adds a person with a role in an account, and with {@link TestPassword}. */
    public static Person addWithPassword(TestServer server, String email, String name, long cmId, Role role) {
        var person = add(server, email, name, cmId, role);
        server.stores.database().run(transaction -> PersonStore.setHash(transaction, person.id(), TestPassword.HASH));
        return person;
    }
}
