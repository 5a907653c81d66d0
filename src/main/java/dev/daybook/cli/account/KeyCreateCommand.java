package dev.daybook.cli.account;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.TokenFile;
import dev.daybook.cli.option.TokenText;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.account.TokenWeakness;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ApiKeyStore.Added;
import dev.daybook.wire.command.CommandJson;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook key create}. */
@Command(
        name = "create",
        description = "Create a key and print its token, which is shown only this once.",
        footer = {
            "",
            "Examples:",
            "  daybook key create --cm-id 1000298",
            "  daybook key create --cm-id 1000298 --scopes customers:read --mask --expires 2027-12-31",
            "  daybook key create --cm-id 1000298 --token-file old-token.txt   # take over a token in use"
        })
final class KeyCreateCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = "--scopes",
            defaultValue = "*",
            paramLabel = "SCOPE,...",
            description = "What it may do: customers:read, customers:write, tickets:read, tickets:write, orders:read,"
                    + " orders:write, faq:read; by default everything, also what later versions add.")
    private String scopes = "";

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            description = "When it stops working: a day (its end in the account's zone) or an instant with offset.")
    private @Nullable String expires;

    @Option(
            names = "--mask",
            arity = "0..1",
            fallbackValue = "true",
            description = "Hide phones and e-mails in its answers.")
    private boolean mask;

    @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "What people call it.")
    private String label = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token that is in use elsewhere, so that its client changes only the host.")
    private @Nullable Path tokenFile;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        var parsed = Scope.parse(scopes);
        var taken = tokenFile == null ? null : new TokenFile("--token-file", tokenFile).read();
        return account.with(spec, (stores, of) -> create(stores, of, parsed, taken));
    }

    private int create(Stores stores, Account of, Set<Scope> parsed, @Nullable Token taken) {
        var expiresAt = expires == null ? Instant.MAX : instant(expires, of.zone());
        long id = stores.database().write(Transaction::takeId);
        var added = new Added(
                new ApiKey(of.cmId(), id, label, parsed, expiresAt, false, mask),
                taken == null ? Token.create(id) : taken);
        var err = spec.commandLine().getErr();
        if (expiresAt.isBefore(Instant.now())) {
            err.println("daybook: warning: " + expires + " has passed, so that this key is not valid");
        }
        if (taken == null && json.isOn()) {
            printOnce(fields(added).toString());
        } else if (taken == null) {
            err.println("Key " + id + ". Its token, not shown again:");
            printOnce(added.token().text());
        }
        if (!stores.database().write(transaction -> stores.apiKeys().add(transaction, added, Instant.now()))) {
            err.println("daybook: that token is a key here already");
            return FAILED;
        }
        if (taken != null) {
            if (!json.isOn()) {
                err.println("Key " + id + ". Its token is that of the file:");
            }
            spec.commandLine().getOut().println(json.isOn() ? fields(added) : taken.text());
            TokenWeakness.of(taken).ifPresent(reason -> err.println(TokenText.warning(reason, added.key())));
        }
        return DONE;
    }

    /** A new key with its token, which no other command prints. */
    static CommandJson fields(Added added) {
        var key = added.key();
        var fields = new CommandJson()
                .with("cmId", key.cmId())
                .with("id", key.id())
                .with("label", key.label())
                .with("token", added.token().text());
        return key.expiresAt().equals(Instant.MAX)
                ? fields
                : fields.with("expires", key.expiresAt().toString());
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("--expires: expected a day such as 2027-12-31 or an instant such as"
                    + " 2027-12-31T18:00:00+05:30, not '" + text + "'");
        }
    }
}
