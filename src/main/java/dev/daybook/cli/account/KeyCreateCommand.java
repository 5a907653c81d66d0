package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.cli.option.TokenFile;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.KeyJson;
import dev.daybook.wire.json.CommandJson;
import java.nio.file.Path;
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
            "  daybook key create --cm-id 1000298 --scopes customers:read --mask \\",
            "      --expires 2027-12-31",
            "  # take over a token in use",
            "  daybook key create --cm-id 1000298 --token-file old-token.txt"
        })
final class KeyCreateCommand extends JsonCommand {
    @Mixin
    private AccountAdministration account = new AccountAdministration();

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
            description = "The last day on which it works, in the account's zone; or the instant, with an offset, at"
                    + " which it stops working.")
    private @Nullable String expires;

    @Option(names = "--mask", description = "Hide phones and e-mails in its answers.")
    private boolean mask;

    @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "What people call it.")
    private String label = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token that is in use elsewhere, so that its client changes only the host.")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() {
        var taken = tokenFile == null ? null : new TokenFile("--token-file", tokenFile).read();
        var creation = new KeyJson.Creation(scopes, expires, mask, label, taken == null ? null : taken.text());
        var created = account.ask(AdminOperation.CREATE_KEY, creation, KeyJson.Created.class, this::printNew);
        if (taken != null) {
            warnOfExpiry(created);
            if (!isJson()) {
                err().println("Key " + created.id() + ". Its token is that of the file:");
            }
            out().println(isJson() ? fields(created, taken.text()) : taken.text());
            if (created.weakness() != null) {
                err().println(ShellCommand.placed(
                        spec, TokenFile.warning(created.weakness(), account.cmId(), created.id())));
            }
        }
        return DONE;
    }

    private void printNew(KeyJson.Created created) {
        if (created.token() == null) {
            return;
        }
        warnOfExpiry(created);
        if (isJson()) {
            printOnce(fields(created, created.token()).toString());
        } else {
            err().println("Key " + created.id() + ". Its token, not shown again:");
            printOnce(created.token());
        }
    }

    private CommandJson fields(KeyJson.Created created, String token) {
        return fields(account.cmId(), created.id(), label, token, created.expiresAt());
    }

    /** The JSON of a new key with its token. */
    static CommandJson fields(long cmId, long id, String label, String token, @Nullable String expiresAt) {
        var fields = new CommandJson()
                .with("cmId", cmId)
                .with("id", id)
                .with("label", label)
                .with("token", token);
        return expiresAt == null ? fields : fields.with("expires", expiresAt);
    }

    private void warnOfExpiry(KeyJson.Created created) {
        if (created.expired()) {
            err().println("daybook: warning: " + expires + " has passed, so that this key is not valid");
        }
    }
}
