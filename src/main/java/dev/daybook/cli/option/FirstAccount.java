package dev.daybook.cli.option;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.TokenWeakness;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ApiKeyStore.Added;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for the first start of a server: the account and the key that it makes if the database has no account. */
public final class FirstAccount {
    @Option(
            names = "--init-account",
            paramLabel = "N[:NAME]",
            description = "Make this account and a key for it if the database has no account: its number, cm_id on the"
                    + " wire, and what people call it. Later starts ignore it. Needs --init-token-file.")
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

    /**
     * Checks the options without doing anything.
     *
     * @throws IllegalArgumentException if no account can be made with them
     */
    public void check() {
        if (account == null) {
            refuseAlone("--init-zone", zone);
            refuseAlone("--init-token-file", tokenFile);
        } else if (tokenFile == null) {
            throw new IllegalArgumentException("--init-account needs --init-token-file: the file that has the token of"
                    + " the account's key, or gets it");
        } else {
            parsed(account);
        }
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
                || (parts.length == 2 && parts[1].isBlank())) {
            throw new IllegalArgumentException("--init-account: expected the account's number, or number and name such"
                    + " as '1000298:Example Traders', not '" + text + "'");
        }
        return new Account(
                Long.parseLong(number),
                parts.length == 2 ? parts[1].strip() : "Account " + number,
                AccountZone.named(zone),
                CustomerFilterJson.NONE);
    }

    /** Makes account and key if they are asked for and the database has no account, and says so. */
    public void makeIfNone(Stores stores, CommandSpec command) {
        check();
        if (account == null || tokenFile == null) {
            return;
        }
        var first = parsed(account);
        var file = new TokenFile("--init-token-file", tokenFile);
        var made = stores.database().write("first account", transaction -> make(stores, transaction, first, file));
        var err = command.commandLine().getErr();
        made.ifPresent(added -> {
            err.println("Account " + first.cmId() + " is made, with key "
                    + added.key().id() + ", whose token is in " + tokenFile + ".");
            TokenWeakness.of(added.token()).ifPresent(reason -> err.println(TokenText.warning(reason, added.key())));
        });
    }

    /**
     * The token is in its file before the commit, so that there is never a key whose token nobody has. A second attempt
     * reads it from there; a server that starts at the same time waits, finds the account and touches no file.
     */
    private static Optional<Added> make(Stores stores, Transaction transaction, Account first, TokenFile file) {
        if (!stores.accounts().addFirst(transaction, first)) {
            return Optional.empty();
        }
        var id = transaction.takeId();
        var key = new ApiKey(first.cmId(), id, "first key", EnumSet.of(Scope.EVERYTHING), Instant.MAX, false, false);
        var added = new Added(key, file.readOrMake(id));
        stores.apiKeys().add(transaction, added, Instant.now());
        return Optional.of(added);
    }
}
