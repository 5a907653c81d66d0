package dev.daybook.cli.account;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.LastDay;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.audit.AuditStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code daybook admin-key}: manages the keys of the admin API, on the database only. No admin key can create another
 * one. So a thief has no admin key left after the stolen one is disabled. Everything else that was created with the
 * stolen key stays, such as API keys.
 */
@Command(
        name = "admin-key",
        description =
                "Create, list and disable keys of the admin API. Commands with --server need such a key. These commands"
                        + " work only on the database, so that an admin key cannot make another one.",
        subcommands = {AdminKeyCommand.Create.class, AdminKeyCommand.ListAll.class, AdminKeyCommand.Disable.class})
public final class AdminKeyCommand extends HelpOption {
    /** {@code daybook admin-key create}. */
    @Command(
            name = "create",
            description = "Create an admin key and print its token, which is shown only once. The key gives every right"
                    + " over all accounts and their keys, but no direct access to records.",
            footer = {
                "",
                "Examples:",
                "  (umask 077; daybook admin-key create --label operations >admin-token)",
                "  daybook admin-key create --label migration --admin-key-expires 2027-12-31"
            })
    static final class Create extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "What people call it.")
        private String label = "";

        @Option(
                names = "--admin-key-expires",
                paramLabel = "DAY",
                description = "The last day, in UTC, on which it works; otherwise it works until it is disabled.")
        private @Nullable String expires;

        @Override
        public Integer call() {
            if (label.length() > ApiKey.MAX_LABEL) {
                throw new IllegalArgumentException("--label: expected at most " + ApiKey.MAX_LABEL + " characters");
            }
            var expiresAt = expires == null ? Instant.MAX : end(expires);
            try (var stores = database.open()) {
                long id = stores.database().write(Transaction::takeId);
                var token = Token.create(id);
                var key = new AdminKey(id, label, expiresAt, false);
                if (!key.validAt(Instant.now())) {
                    err().println("daybook: warning: " + expires + " has passed, so that this key is not valid");
                }
                err().println("Admin key " + id + ". Its token, not shown again:");
                printOnce(token.text());
                var now = Instant.now();
                stores.database().run(transaction -> {
                    if (!AdminKeyStore.add(transaction, key, token, now)) {
                        throw Problem.CONFLICT.because("admin key " + id + " exists already, so the new one was not"
                                + " stored; discard its token and create another");
                    }
                    AuditStore.write(transaction, Act.ofCommand(0, now), AuditAction.CREATE_ADMIN_KEY, id);
                });
            }
            return DONE;
        }

        private static Instant end(String day) {
            try {
                return LastDay.end(day, ZoneOffset.UTC);
            } catch (DateTimeParseException malformed) {
                throw new IllegalArgumentException(
                        "--admin-key-expires: expected a day such as 2027-12-31, not '" + day + "'");
            }
        }
    }

    /** {@code daybook admin-key list}. */
    @Command(
            name = "list",
            description = "List the admin keys: id, state, expiry, last use to the minute, and label, separated by"
                    + " tabs.")
    static final class ListAll extends JsonCommand {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Override
        public Integer call() {
            var listing = new Listing("adminKeys", "id", "state", "expiresAt", "lastUse", "label");
            var now = Instant.now();
            try (var stores = database.open()) {
                for (var listed : stores.database().read(AdminKeyStore::list)) {
                    var key = listed.key();
                    listing.add(
                            key.id(),
                            key.state(now).label(),
                            Listing.orNever(key.expiresAt().equals(Instant.MAX) ? null : key.expiresAt()),
                            Listing.orNever(listed.lastUse().equals(Instant.EPOCH) ? null : listed.lastUse()),
                            key.label());
                }
            }
            return print(listing);
        }
    }

    /** {@code daybook admin-key disable}. */
    @Command(name = "disable", description = "Switch an admin key off. A running server obeys immediately.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook admin-key list' shows it.")
        private long id;

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                var act = Act.ofCommand(0, Instant.now());
                stores.database().run(transaction -> {
                    if (!AdminKeyStore.disable(transaction, id)) {
                        throw Problem.REFERENCE_UNKNOWN.because("there is no admin key " + id);
                    }
                    AuditStore.write(transaction, act, AuditAction.DISABLE_ADMIN_KEY, id);
                });
            }
            return DONE;
        }
    }
}
