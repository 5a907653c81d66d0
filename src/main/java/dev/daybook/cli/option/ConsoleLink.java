package dev.daybook.cli.option;

import dev.daybook.console.frame.PersonLink;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.server.Stores;
import java.time.Instant;
import java.util.Optional;

/** Links of the console that a command prints. */
public final class ConsoleLink {
    /** Who is logged in by the link of a demo. */
    private static final String DEMO_EMAIL = "owner@shop.example";

    private ConsoleLink() {}

    /** Makes the link by which the first operator is made, if there is nobody yet; its path. */
    public static Optional<String> first(Stores stores) {
        var link = PersonLink.create();
        return stores.database().write(transaction -> {
            if (!stores.people().isEmpty(transaction)) {
                return Optional.<String>empty();
            }
            link.put(transaction, LinkKind.SET_UP, 0, Instant.now());
            return Optional.of(link.path());
        });
    }

    /** Makes the owner of a demo's account, and the link that logs the owner in; its path. */
    public static String demo(Stores stores, long cmId) {
        var now = Instant.now();
        var link = PersonLink.create();
        return stores.database().write(transaction -> {
            var owner = stores.people()
                    .add(transaction, DEMO_EMAIL, "Demo Owner", false, now)
                    .orElseThrow();
            stores.memberships().put(transaction, cmId, owner.id(), Role.OWNER);
            link.put(transaction, LinkKind.DEMO, owner.id(), now);
            return link.path();
        });
    }
}
