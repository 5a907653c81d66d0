package dev.daybook.cli.serve;

import dev.daybook.console.frame.PersonLink;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.server.Stores;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import java.time.Instant;
import java.util.Optional;

/** Links of the console that a command prints. */
public final class ConsoleLink {
    /** The e-mail address of the owner of a demo's account. The link that the demo prints logs this person in. */
    private static final String DEMO_EMAIL = "owner@shop.example";

    private ConsoleLink() {}

    /**
     * Creates the link that adds the first operator, and returns its path; empty if the console has a person already.
     * Begins with a read, and writes nothing if the console has a person, because another program can block a write,
     * but not a read.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database takes no writes
     */
    public static Optional<String> first(Stores stores) {
        if (!stores.database().read(PersonStore::isEmpty)) {
            return Optional.empty();
        }
        var link = PersonLink.create();
        return stores.database().write(transaction -> {
            if (!PersonStore.isEmpty(transaction)) {
                return Optional.<String>empty();
            }
            link.put(transaction, LinkKind.SET_UP, 0, Instant.now());
            return Optional.of(link.path());
        });
    }

    /** Creates the owner of a demo's account, and a link that logs the owner in. Returns the path of the link. */
    public static String demo(Stores stores, long cmId) {
        var now = Instant.now();
        var link = PersonLink.create();
        return stores.database().write(transaction -> {
            var owner = PersonStore.add(transaction, DEMO_EMAIL, "Demo Owner", false, now)
                    .orElseThrow();
            MembershipStore.put(transaction, cmId, owner.id(), Role.OWNER);
            link.put(transaction, LinkKind.DEMO, owner.id(), now);
            return link.path();
        });
    }
}
