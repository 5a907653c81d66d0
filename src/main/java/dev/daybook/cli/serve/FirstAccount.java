package dev.daybook.cli.serve;

import dev.daybook.cli.option.AccountZone;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.cli.option.TokenFile;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.account.TokenWeakness;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.ApiKeyStore.Added;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for the first start of a server: the account and keys to create if the database never had an account. */
public final class FirstAccount {
    @Option(
            names = "--init-account",
            paramLabel = "N[:NAME]",
            description = "If the database never had an account, make this one and a key for it. N is the account's"
                    + " number (cm_id), NAME its name. Later starts ignore this option. Needs --init-token-file.")
    private @Nullable String account;

    @Option(
            names = "--init-zone",
            paramLabel = "ZONE",
            description = "The zone of the dates of the account of --init-account (default: Asia/Kolkata).")
    private @Nullable String zone;

    @Option(
            names = "--init-token-file",
            paramLabel = "FILE",
            description = "The token of the key of --init-account: read from this file if it exists, otherwise made and"
                    + " written to it, readable for its owner only.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--init-admin-token-file",
            paramLabel = "FILE",
            description =
                    "Make an admin key as well, which opens the admin API; its token is read or written as that of"
                            + " --init-token-file.")
    private @Nullable Path adminTokenFile;

    /** Whether the options ask for an account. */
    public boolean isGiven() {
        return account != null;
    }

    /**
     * Checks the options without doing anything.
     *
     * @throws IllegalArgumentException if no account can be made with them
     */
    public void check() {
        if (account == null) {
            refuseAlone("--init-zone", zone);
            refuseAlone("--init-token-file", tokenFile);
            refuseAlone("--init-admin-token-file", adminTokenFile);
        } else if (tokenFile == null) {
            throw new IllegalArgumentException("--init-account needs --init-token-file: the file that has the token of"
                    + " the account's key, or gets it");
        } else {
            parsed(account);
        }
    }

    /**
     * Checks the options as for a first start: also reads the token files that exist, and checks the folders of those
     * that do not. Creates no file and no folder. A server whose database has an account does not read these files, so
     * it may start even if this check fails.
     *
     * @param place the database, whose folder a start creates
     * @throws IllegalArgumentException if no account can be made with them
     */
    public void checkFirst(DatabaseUrl place) {
        check();
        var data = place instanceof DatabaseUrl.Sqlite sqlite
                ? Optional.ofNullable(sqlite.file().getParent())
                : Optional.<Path>empty();
        var key = existing("--init-token-file", tokenFile, data);
        var admin = existing("--init-admin-token-file", adminTokenFile, data);
        if ((tokenFile != null && tokenFile.equals(adminTokenFile)) || (key.isPresent() && key.equals(admin))) {
            throw sameToken();
        }
    }

    private static Optional<Token> existing(String option, @Nullable Path file, Optional<Path> data) {
        return Optional.ofNullable(file).flatMap(path -> new TokenFile(option, path).readOrCheck(data));
    }

    private static IllegalArgumentException sameToken() {
        return new IllegalArgumentException(
                "--init-token-file and --init-admin-token-file have the same token; give each one of its own");
    }

    private static void refuseAlone(String option, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(option + " needs --init-account, which says what account to make");
        }
    }

    private Account parsed(String text) {
        var parts = text.strip().split(":", 2);
        var number = parts[0].strip();
        if (!number.matches("[0-9]{1,18}")
                || Long.parseLong(number) == 0
                || (parts.length == 2 && Blanks.isBlank(parts[1]))) {
            throw new IllegalArgumentException("--init-account: expected the account's number, or number and name such"
                    + " as '1000298:Example Traders', not '" + text + "'");
        }
        return Account.added(
                Long.parseLong(number),
                parts.length == 2 ? Blanks.strip(parts[1]) : "Account " + number,
                AccountZone.named(zone),
                CustomerFilterJson.NONE);
    }

    /**
     * If the options ask for an account and the database never had one, creates the account and its keys, and prints
     * where the tokens are. A deleted account does not come back: its tokens may be known to others.
     */
    public void makeIfNone(Stores stores, DatabaseUrl place, CommandSpec command) {
        // Reads before it writes, so that a later start needs no write: another program could block a write.
        if (account == null
                || tokenFile == null
                || stores.database()
                        .read(transaction -> AuditStore.knowsAccounts(transaction)
                                || !AccountStore.list(transaction).isEmpty())) {
            return;
        }
        var first = parsed(account);
        var made = stores.database().write("first account", transaction -> make(transaction, first));
        var err = command.commandLine().getErr();
        made.ifPresent(keys -> {
            var id = keys.added().key().id();
            err.println("Account " + first.cmId() + " is made in " + place + ", with key " + id + ", whose token is in "
                    + tokenFile + ".");
            TokenWeakness.of(keys.added().token())
                    .ifPresent(reason ->
                            err.println(ShellCommand.placed(command, TokenFile.warning(reason, first.cmId(), id))));
            keys.admin().ifPresent(token -> {
                err.println("The token of an admin key is in " + adminTokenFile + ".");
                TokenWeakness.of(token)
                        .ifPresent(reason -> err.println(ShellCommand.placed(
                                command,
                                "daybook: warning: the token of the admin key " + reason
                                        + ". Whoever guesses it may do everything: make another key with 'daybook"
                                        + " admin-key create', then end this one with 'daybook admin-key disable "
                                        + keys.adminId() + "'.")));
            });
        });
    }

    /**
     * The new keys.
     *
     * @param added the key of the account
     * @param adminId the id of the admin key; unused if {@code admin} is empty
     * @param admin the token of the admin key, if the options ask for one
     */
    private record FirstKeys(Added added, long adminId, Optional<Token> admin) {}

    /**
     * Creates account and keys; empty if there is or was an account. Writes the tokens to their files before the
     * commit, because a stored key is useless if its token is lost. If the commit fails, the next attempt reads the
     * tokens from these files. A second server that starts at the same time waits, finds the account and touches no
     * file.
     */
    private Optional<FirstKeys> make(Transaction transaction, Account first) {
        if (AuditStore.knowsAccounts(transaction) || !AccountStore.addFirst(transaction, first)) {
            return Optional.empty();
        }
        var now = Instant.now();
        var id = transaction.takeId();
        var key = new ApiKey(first.cmId(), id, "first key", EnumSet.of(Scope.EVERYTHING), Instant.MAX, false, false);
        var added = new Added(key, token("--init-token-file", tokenFile, id).orElseThrow());
        requireNew(ApiKeyStore.add(transaction, added, now), "--init-token-file");
        var adminId = transaction.takeId();
        var admin = token("--init-admin-token-file", adminTokenFile, adminId);
        if (admin.isPresent()) {
            // With one token for both keys, the account's client could call the admin API.
            if (admin.get().text().equals(added.token().text())) {
                throw sameToken();
            }
            var adminKey = new AdminKey(adminId, "first admin key", Instant.MAX, false);
            requireNew(AdminKeyStore.add(transaction, adminKey, admin.get(), now), "--init-admin-token-file");
        }
        var act = Act.ofCommand(first.cmId(), now);
        AuditStore.write(transaction, act, AuditAction.CREATE_ACCOUNT, first.cmId());
        AuditStore.write(transaction, act, AuditAction.CREATE_KEY, id);
        if (admin.isPresent()) {
            AuditStore.write(transaction, Act.ofCommand(0, now), AuditAction.CREATE_ADMIN_KEY, adminId);
        }
        return Optional.of(new FirstKeys(added, adminId, admin));
    }

    private static void requireNew(boolean added, String option) {
        if (!added) {
            throw new IllegalArgumentException(
                    option + ": another key has this token already; name a file with another token");
        }
    }

    private static Optional<Token> token(String option, @Nullable Path file, long keyId) {
        return Optional.ofNullable(file).map(path -> new TokenFile(option, path).readOrMake(keyId));
    }
}
