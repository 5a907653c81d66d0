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

    /** The path of the link with this word. */
    public static String path(String word) {
        return "/console/link/" + word;
    }

    /** Adds a link with this word. */
    public static void put(
            Stores stores, Transaction transaction, LinkKind kind, long personId, String word, Instant now) {
        var expires = kind == LinkKind.DEMO ? Instant.MAX : now.plus(PeoplePages.LINK_LASTS);
        stores.links().put(transaction, Secrets.digest(word), new LinkStore.Link(kind, personId), now, expires);
    }

    /** Makes the link by which the first operator is made, if there is nobody yet; its path. */
    public static Optional<String> first(Stores stores) {
        var word = Secrets.create();
        return stores.database().write(transaction -> {
            if (!stores.people().isEmpty(transaction)) {
                return Optional.<String>empty();
            }
            put(stores, transaction, LinkKind.SET_UP, 0, word, Instant.now());
            return Optional.of(path(word));
        });
    }

    /** Makes the owner of a demo's account, and the link that logs the owner in; its path. */
    public static String demo(Stores stores, long cmId) {
        var now = Instant.now();
        var word = Secrets.create();
        return stores.database().write(transaction -> {
            var owner = stores.people()
                    .add(transaction, DEMO_EMAIL, "Demo Owner", false, now)
                    .orElseThrow();
            stores.memberships().put(transaction, cmId, owner.id(), Role.OWNER);
            put(stores, transaction, LinkKind.DEMO, owner.id(), word, now);
            return path(word);
        });
    }
}
