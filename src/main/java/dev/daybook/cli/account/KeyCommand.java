package dev.daybook.cli.account;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.TokenText;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook key}: who may call. */
@Command(
        name = "key",
        description = "Create, list and disable API keys.",
        subcommands = {KeyCommand.Create.class, KeyCommand.ListAll.class, KeyCommand.Disable.class})
public final class KeyCommand extends HelpOption {
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
    static final class Create extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account it is of.")
        private long cmId;

        @Option(
                names = "--scopes",
                defaultValue = "*",
                paramLabel = "SCOPE,...",
                description = "What it may do: customers:read, customers:write; by default everything.")
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

        @Override
        public Integer call() throws IOException {
            var parsed = Scope.parse(scopes);
            var taken = tokenFile == null ? null : new Token(TokenText.bare(Files.readString(tokenFile)));
            LongFunction<Token> token = id -> taken == null ? Token.create(id) : taken;
            try (var stores = database.open()) {
                var account =
                        stores.database().read(transaction -> stores.accounts().find(transaction, cmId));
                if (account.isEmpty()) {
                    spec.commandLine()
                            .getErr()
                            .println("daybook: there is no account " + cmId + "; 'daybook account create' makes one");
                    return FAILED;
                }
                var expiresAt = expires == null
                        ? Instant.MAX
                        : instant(expires, account.get().zone());
                var added = stores.database()
                        .write(transaction -> stores.apiKeys()
                                .add(
                                        transaction,
                                        token,
                                        id -> new ApiKey(cmId, id, label, parsed, expiresAt, false, mask),
                                        Instant.now()));
                if (added.isEmpty()) {
                    spec.commandLine().getErr().println("daybook: that token is a key here already");
                    return FAILED;
                }
                spec.commandLine().getErr().println("Key " + added.get().key().id() + ". Its token, not shown again:");
                spec.commandLine().getOut().println(added.get().token().text());
            }
            return DONE;
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

    /** {@code daybook key list}. */
    @Command(
            name = "list",
            description = "List an account's keys: id, state, scopes, expiry, masking and label, by tabs.")
    static final class ListAll extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
        private long cmId;

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                for (var key :
                        stores.database().read(transaction -> stores.apiKeys().list(transaction, cmId))) {
                    var state = key.disabled() ? "disabled" : key.validAt(Instant.now()) ? "valid" : "expired";
                    spec.commandLine()
                            .getOut()
                            .println(String.join(
                                    "\t",
                                    Long.toString(key.id()),
                                    state,
                                    Scope.format(key.scopes()),
                                    key.expiresAt().equals(Instant.MAX)
                                            ? "never"
                                            : key.expiresAt().toString(),
                                    key.masking() ? "masking" : "open",
                                    key.label()));
                }
            }
            return DONE;
        }
    }

    /** {@code daybook key disable}. */
    @Command(name = "disable", description = "Switch a key off. A running server obeys within a second.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
        private long cmId;

        @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook key list' shows it.")
        private long id;

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                if (!stores.database().write(transaction -> stores.apiKeys().disable(transaction, cmId, id))) {
                    spec.commandLine().getErr().println("daybook: account " + cmId + " has no key " + id);
                    return FAILED;
                }
            }
            return DONE;
        }
    }
}
