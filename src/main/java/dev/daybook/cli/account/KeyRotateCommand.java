package dev.daybook.cli.account;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Token;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ApiKeyStore.Added;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook key rotate}. */
@Command(
        name = "rotate",
        description =
                "Create a key with the scopes, label, masking and expiry of another one, print its token, which is"
                        + " shown only this once, and let the other one end after --overlap. A running server obeys within a"
                        + " second.",
        footer = {
            "",
            "Examples:",
            "  daybook key rotate --cm-id 1000298 100000003",
            "  daybook key rotate --cm-id 1000298 100000003 --overlap PT0S   # after a leak: ends at once"
        })
final class KeyRotateCommand extends HelpOption implements Callable<Integer> {
    private static final Duration MAX_OVERLAP = Duration.ofDays(366);

    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = {"--overlap", "--key-overlap"},
            defaultValue = "P7D",
            paramLabel = "TIME",
            description = "How long the old key goes on working, such as PT1H or P30D; PT0S ends it at once"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration overlap = Duration.ZERO;

    @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook key list' shows it.")
    private long id;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw new IllegalArgumentException("--overlap: expected PT0S to P366D");
        }
        return account.with(spec, this::rotate);
    }

    private int rotate(Stores stores, Account of) {
        var now = Instant.now();
        var err = spec.commandLine().getErr();
        var old = find(stores, of);
        if (old.isEmpty()) {
            err.println("daybook: account " + of.cmId() + " has no key " + id);
            return FAILED;
        }
        var before = old.get();
        if (!before.validAt(now)) {
            err.println("daybook: key " + id + " is " + (before.disabled() ? "disabled" : "expired")
                    + "; 'daybook key create' makes another");
            return FAILED;
        }
        var end = now.plus(overlap).isBefore(before.expiresAt()) ? now.plus(overlap) : before.expiresAt();
        long next = stores.database().write(Transaction::takeId);
        var added = new Added(
                new ApiKey(
                        of.cmId(), next, before.label(), before.scopes(), before.expiresAt(), false, before.masking()),
                Token.create(next));
        if (json.isOn()) {
            printOnce(KeyCreateCommand.fields(added)
                    .with("replaces", id)
                    .with("replacedWorksUntil", end.toString())
                    .toString());
        } else {
            err.println("Key " + next + " replaces key " + id + ". Its token, not shown again:");
            printOnce(added.token().text());
        }
        stores.database().write(transaction -> {
            stores.apiKeys().add(transaction, added, now);
            return stores.apiKeys().expire(transaction, of.cmId(), id, end);
        });
        if (!json.isOn()) {
            err.println("Key " + id + " works until " + end + ".");
        }
        return DONE;
    }

    private Optional<ApiKey> find(Stores stores, Account of) {
        return stores.database().read(transaction -> stores.apiKeys().list(transaction, of.cmId())).stream()
                .filter(key -> key.id() == id)
                .findFirst();
    }
}
