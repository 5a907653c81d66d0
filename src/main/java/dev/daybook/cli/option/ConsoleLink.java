package dev.daybook.cli.option;

import dev.daybook.console.frame.Secrets;
import dev.daybook.console.page.PeoplePages;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.LinkStore;
import java.time.Instant;
import java.util.Optional;

/** Links of the console that a command prints. */
public final class ConsoleLink {
    /** Who is logged in by the link of a demo. */
    private static final String DEMO_EMAIL = "owner@shop.example";

    private ConsoleLink() {}

    /** Makes a link; its path. */
    public static String put(Stores stores, Transaction transaction, LinkKind kind, long personId, Instant now) {
        var word = Secrets.create();
        var expires = kind == LinkKind.DEMO ? Instant.MAX : now.plus(PeoplePages.LINK_LASTS);
        stores.links().put(transaction, Secrets.digest(word), new LinkStore.Link(kind, personId), now, expires);
        return "/console/link/" + word;
    }

    /** Makes the link by which the first operator is made, if there is nobody yet; its path. */
    public static Optional<String> first(Stores stores) {
        return stores.database()
                .write(transaction -> stores.people().isEmpty(transaction)
                        ? Optional.of(put(stores, transaction, LinkKind.SET_UP, 0, Instant.now()))
                        : Optional.empty());
    }

    /** Makes the owner of a demo's account, and the link that logs the owner in; its path. */
    public static String demo(Stores stores, long cmId) {
        var now = Instant.now();
        return stores.database().write(transaction -> {
            var owner = stores.people()
                    .add(transaction, DEMO_EMAIL, "Demo Owner", false, now)
                    .orElseThrow();
            stores.memberships().put(transaction, cmId, owner.id(), Role.OWNER);
            return put(stores, transaction, LinkKind.DEMO, owner.id(), now);
        });
    }
}
