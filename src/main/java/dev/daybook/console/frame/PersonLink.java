package dev.daybook.console.frame;

import dev.daybook.domain.person.LinkKind;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.LinkStore;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Link that lets a person in without a password, for example to choose one. The database has only the digest of the
 * link's secret.
 *
 * @param word the random secret at the end of the link's path
 */
public record PersonLink(String word) {
    /** A new link, which is not stored yet. */
    public static PersonLink create() {
        return new PersonLink(Secrets.create());
    }

    /** The path of the link on the server. */
    public String path() {
        return "/console/link/" + word;
    }

    /**
     * The complete link, which an owner hands over. It begins with the address of the console. If this address is not
     * set, the link begins with the address that the owner's browser states with the form. If the browser states no
     * address, the link is only a path.
     *
     * @param visit the visit of the owner's form
     * @param console the address under which browsers reach this server, if it is set
     */
    public String complete(Visit visit, Optional<URI> console) {
        return console.map(address -> address.resolve(path()).toString())
                .orElseGet(() -> Origin.ofForm(visit.context()) + path());
    }

    /** Stores the link for a person. It expires after two days; the link of a demo never expires. */
    public void put(Transaction transaction, LinkKind kind, long personId, Instant now) {
        var expires = kind == LinkKind.DEMO ? Instant.MAX : now.plus(LinkStore.LASTS);
        LinkStore.put(transaction, Secrets.digest(word), new LinkStore.Link(kind, personId), now, expires);
    }

    /** Hides the secret from logs and error messages. */
    @Override
    public String toString() {
        return "PersonLink[hidden]";
    }
}
