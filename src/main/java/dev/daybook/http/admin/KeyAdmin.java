package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.LastDay;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.account.TokenWeakness;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.ApiKeyStore.Added;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.admin.KeyJson;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Lists, adds, replaces and disables the keys of accounts. */
public final class KeyAdmin {
    /** The longest overlap. Until it ends, the audit has the line of the rotation, which {@link #wasReplaced} needs. */
    private static final int MAX_OVERLAP_DAYS = (int) AuditStore.KEPT_AT_LEAST.toDays();

    private final Database database;

    public KeyAdmin(Database database) {
        this.database = database;
    }

    /** The keys of an account, sorted by id. */
    KeyJson.All list(AdminCall call) {
        return database.read(transaction -> {
            call.account(transaction);
            var uses = ApiKeyStore.lastUses(transaction, call.cmId());
            return new KeyJson.All(ApiKeyStore.list(transaction, call.cmId()).stream()
                    .map(key -> entry(key, uses.get(key.id()), call.now()))
                    .toList());
        });
    }

    private static KeyJson.Entry entry(ApiKey key, @Nullable Instant lastUse, Instant now) {
        return new KeyJson.Entry(
                key.id(),
                key.state(now).label(),
                Scope.format(key.scopes()),
                shown(key.expiresAt()),
                key.masking(),
                lastUse == null ? null : lastUse.toString(),
                key.label());
    }

    private static @Nullable String shown(Instant expiresAt) {
        return expiresAt.equals(Instant.MAX) ? null : expiresAt.toString();
    }

    /** Adds a key. */
    KeyJson.Created create(AdminCall call) {
        var asked = call.body(KeyJson.Creation.class);
        var scopes =
                AdminCall.valid(() -> Scope.parse(asked.scopes() == null ? Scope.EVERYTHING.label() : asked.scopes()));
        var label = asked.label() == null ? "" : asked.label();
        if (label.length() > ApiKey.MAX_LABEL) {
            throw Problem.INVALID_VALUE.because("label: expected at most " + ApiKey.MAX_LABEL + " characters");
        }
        var token = asked.token();
        var given = token == null ? null : AdminCall.valid(() -> new Token(token));
        var account = account(call);
        var expiresAt = asked.expires() == null ? Instant.MAX : instant(asked.expires(), account.zone());
        long id = database.write(Transaction::takeId);
        var added = new Added(
                new ApiKey(account.cmId(), id, label, scopes, expiresAt, false, asked.masking()),
                given == null ? Token.create(id) : given);
        var created = new KeyJson.Created(
                id,
                given == null ? added.token().text() : null,
                shown(expiresAt),
                expiresAt.isBefore(call.now()),
                given == null ? null : TokenWeakness.of(given).orElse(null));
        if (given == null) {
            call.announced().accept(created);
        }
        database.run("admin: create a key", transaction -> {
            call.account(transaction);
            if (!ApiKeyStore.add(transaction, added, call.now())) {
                throw Problem.CONFLICT.because("this token is already registered");
            }
            call.audited(transaction, AuditAction.CREATE_KEY, id);
        });
        return created;
    }

    private Account account(AdminCall call) {
        return database.read(transaction -> call.account(transaction));
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            if (text.length() <= 10) {
                return LastDay.end(text, zone);
            }
            var time = OffsetDateTime.parse(text);
            if (LastDay.isUsual(time.toLocalDate())) {
                return time.toInstant();
            }
        } catch (DateTimeParseException malformed) {
            // The text is refused below, with a message that says what was expected.
        }
        throw Problem.INVALID_VALUE.because(
                "expires: expected a day such as 2027-12-31 or an instant such as 2027-12-31T18:00:00+05:30");
    }

    /**
     * Replaces a key by a new one. The replaced key expires at the end of the overlap, or at its former expiry if that
     * is earlier. With an overlap of zero, it is disabled immediately.
     */
    KeyJson.Rotated rotate(AdminCall call) {
        var overlap =
                AdminCall.overlap(call.body(KeyJson.Rotation.class).overlap(), Duration.ofDays(7), MAX_OVERLAP_DAYS);
        var account = account(call);
        var before = find(call);
        if (!before.validAt(call.now())) {
            throw Problem.CONFLICT.because("key " + before.id() + " is "
                    + before.state(call.now()).label() + "; 'daybook key create' makes another");
        }
        if (database.read(transaction -> wasReplaced(transaction, before))) {
            throw Problem.CONFLICT.because("key " + before.id() + " was replaced already and works until "
                    + before.expiresAt() + "; rotate the key that replaced it, which 'daybook key list' shows,"
                    + " or end this one with 'daybook key disable'");
        }
        // Cut to the precision of the database, so that the answer has the time that a later list shows.
        var after = call.now().plus(overlap).truncatedTo(ChronoUnit.MILLIS);
        var end = after.isBefore(before.expiresAt()) ? after : before.expiresAt();
        long next = database.write(Transaction::takeId);
        var added = new Added(
                new ApiKey(
                        account.cmId(),
                        next,
                        before.label(),
                        before.scopes(),
                        before.expiresAt(),
                        false,
                        before.masking()),
                Token.create(next));
        var rotated = new KeyJson.Rotated(
                next, added.token().text(), before.label(), shown(before.expiresAt()), end.toString());
        call.announced().accept(rotated);
        database.run("admin: rotate a key", transaction -> {
            call.locked(transaction);
            // A concurrent rotation changes the row of the key, unless the key expires before the overlap ends anyway.
            if (!ApiKeyStore.list(transaction, account.cmId()).contains(before)
                    || (end.equals(before.expiresAt()) && wasReplaced(transaction, before))) {
                throw Problem.CONFLICT.because("key " + before.id()
                        + " was disabled or replaced during this call, which changed nothing;"
                        + " 'daybook key list' shows the keys");
            }
            if (!ApiKeyStore.add(transaction, added, call.now())) {
                throw Problem.CONFLICT.because("key " + next + " exists already, and this call changed nothing;"
                        + " discard its token and rotate again");
            }
            call.audited(transaction, AuditAction.ROTATE_KEY, before.id());
            ApiKeyStore.expire(transaction, account.cmId(), before.id(), end);
            if (overlap.isZero()) {
                // A server whose clock is behind the clock of this call would accept the key until its expiry.
                ApiKeyStore.disable(transaction, account.cmId(), before.id());
            }
        });
        return rotated;
    }

    /**
     * Whether a key was replaced. Such a key cannot be replaced again: its expiry is now the end of the overlap, and a
     * new key gets the expiry of the key that it replaces. Found in the audit, which keeps the line of the rotation at
     * least as long as the replaced key is valid.
     */
    private boolean wasReplaced(Transaction transaction, ApiKey key) {
        return !key.expiresAt().equals(Instant.MAX)
                && AuditStore.has(transaction, key.cmId(), AuditAction.ROTATE_KEY, key.id());
    }

    private ApiKey find(AdminCall call) {
        var id = call.number("id");
        return database.read(transaction -> ApiKeyStore.list(transaction, call.cmId())).stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .orElseThrow(() -> noKey(call));
    }

    /** Disables a key. */
    void disable(AdminCall call) {
        var id = call.number("id");
        database.run("admin: disable a key", transaction -> {
            if (!ApiKeyStore.disable(transaction, call.cmId(), id)) {
                throw noKey(call);
            }
            call.audited(transaction, AuditAction.DISABLE_KEY, id);
        });
    }

    private static RuntimeException noKey(AdminCall call) {
        return Problem.REFERENCE_UNKNOWN.because("account " + call.cmId() + " has no key " + call.word("id"));
    }
}
