package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.LastDay;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.request.RequestJournal;
import dev.daybook.store.Database;
import dev.daybook.store.account.ApiKeyStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pages for developers: the API keys, and the last requests of each key. */
public final class KeyPages {
    private final Database database;
    private final RequestJournal journal;

    public KeyPages(Database database, RequestJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * The keys of an account.
     *
     * @param keys the keys, the newest first
     * @param uses when each key was last used, by its id; without keys that were never used
     * @param now the current time, to tell which keys have expired
     */
    public record Keys(List<ApiKey> keys, Map<Long, Instant> uses, Instant now) {
        /** The label of a key's state now. */
        public String state(ApiKey key) {
            return key.state(now).label();
        }
    }

    /**
     * The form of a new key.
     *
     * @param label the label as typed
     * @param scopes the chosen scopes
     * @param expires the last day as typed
     * @param masking whether masking was chosen
     * @param problem what is wrong, empty if nothing is
     */
    public record Form(String label, Set<Scope> scopes, String expires, boolean masking, String problem) {
        static Form of(Visit visit) {
            var chosen = EnumSet.noneOf(Scope.class);
            visit.forms("scope")
                    .forEach(label -> Labelled.find(Scope.class, label).ifPresent(chosen::add));
            return new Form(
                    visit.form("label"),
                    chosen,
                    visit.form("expires"),
                    !visit.form("masking").isEmpty(),
                    "");
        }

        PageAnswer refused(String why) {
            return PageAnswer.refused("key-form.jte", new Form(label, scopes, expires, masking, why));
        }

        /** The scopes to choose from. */
        public List<Scope> all() {
            return List.of(Scope.values());
        }
    }

    /**
     * A new key.
     *
     * @param header the header that a client sends, with the token; shown only once
     */
    public record Made(ApiKey key, String header) {
        /** Hides the token from logs and error messages. */
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    /**
     * The last requests of a key.
     *
     * @param requests its requests, the newest first
     */
    public record Requests(ApiKey key, List<RequestJournal.Entry> requests) {}

    /** GET developers. */
    public PageAnswer list(Visit visit) {
        return PageAnswer.page(
                "keys.jte",
                database.read(transaction -> new Keys(
                        ApiKeyStore.list(transaction, visit.cmId()).stream()
                                .sorted((one, other) -> Long.compare(other.id(), one.id()))
                                .toList(),
                        ApiKeyStore.lastUses(transaction, visit.cmId()),
                        visit.now())));
    }

    /** GET developers/keys/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("key-form.jte", new Form("", Set.of(Scope.CUSTOMERS_READ), "", false, ""));
    }

    /** POST developers/keys/new. */
    public PageAnswer create(Visit visit) {
        var typed = Form.of(visit);
        var expires = expires(visit);
        var problem = typed.label.length() > ApiKey.MAX_LABEL || typed.label.isEmpty()
                ? "error.label"
                : typed.scopes.isEmpty() ? "error.scopes" : expires.isEmpty() ? "error.day" : "";
        if (!problem.isEmpty()) {
            return typed.refused(visit.t(problem));
        }
        try {
            var made = database.write("console: create a key", transaction -> {
                if (!Once.isFirstToAdd(transaction, visit)) {
                    return Optional.<Made>empty();
                }
                var id = transaction.takeId();
                var token = Token.create(id);
                var key = new ApiKey(visit.cmId(), id, typed.label, typed.scopes, expires.get(), false, typed.masking);
                if (!ApiKeyStore.add(transaction, new ApiKeyStore.Added(key, token), visit.now())) {
                    throw new IllegalStateException("the id or the token of a new key is taken");
                }
                visit.audited(transaction, AuditAction.CREATE_KEY, id);
                return Optional.of(new Made(key, "Authorization: Basic " + token.text()));
            });
            return made.map(key -> PageAnswer.page("key-made.jte", key))
                    .orElseGet(() -> PageAnswer.redirect(visit.url("developers", "key.made")));
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.CONFLICT);
            return typed.refused(visit.t(refused));
        }
    }

    /**
     * When the new key expires: at the end of the typed day in the account's zone, or never ({@link Instant#MAX}) if no
     * day is typed. Empty if the day is malformed or over.
     */
    private static Optional<Instant> expires(Visit visit) {
        var text = visit.form("expires");
        if (text.isEmpty()) {
            return Optional.of(Instant.MAX);
        }
        try {
            var end = LastDay.end(text, visit.account().zone());
            return Optional.of(end).filter(visit.now()::isBefore);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** POST developers/keys/{id}/disable. */
    public PageAnswer disable(Visit visit) {
        var id = visit.number("id");
        database.run("console: disable a key", transaction -> {
            if (!ApiKeyStore.disable(transaction, visit.cmId(), id)) {
                throw Problem.NO_SUCH_PATH.because("no such key");
            }
            visit.audited(transaction, AuditAction.DISABLE_KEY, id);
        });
        return PageAnswer.redirect(visit.url("developers", "key.disabled"));
    }

    /** GET developers/keys/{id}. */
    public PageAnswer requests(Visit visit) {
        var id = visit.number("id");
        var key = database.read(transaction -> ApiKeyStore.list(transaction, visit.cmId())).stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such key"));
        return PageAnswer.page("requests.jte", new Requests(key, journal.of(id)));
    }
}
