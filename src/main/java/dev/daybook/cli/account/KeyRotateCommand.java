package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Terminal;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.KeyJson;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook key rotate}. */
@Command(
        name = "rotate",
        description =
                "Replace a key: create a new key with the same scopes, label, masking and expiry, and print its token,"
                        + " which is shown only once. The old key stops working after --overlap. A running server obeys"
                        + " within a second.",
        footer = {
            "",
            "Examples:",
            "  daybook key rotate --cm-id 1000298 100000003",
            "  # after a leak: ends immediately",
            "  daybook key rotate --cm-id 1000298 100000003 --overlap PT0S"
        })
final class KeyRotateCommand extends JsonCommand {
    @Mixin
    private AccountAdministration account = new AccountAdministration();

    @Option(
            names = {"--overlap", "--key-overlap"},
            defaultValue = "P7D",
            paramLabel = "TIME",
            description = "How long the old key still works, such as PT1H or P30D, at most 30 days; PT0S ends it"
                    + " immediately (default: ${DEFAULT-VALUE}). For longer, create a second key and disable the old"
                    + " one later.")
    private Duration overlap = Duration.ZERO;

    @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook key list' shows it.")
    private long id;

    @Override
    public Integer call() {
        var rotation = new KeyJson.Rotation(overlap.toString());
        var rotated = account.ask(AdminOperation.ROTATE_KEY, rotation, KeyJson.Rotated.class, this::print, id);
        if (!isJson()) {
            // With no overlap, the key is disabled: it does not work even if a server's clock is behind.
            err().println("Key " + id
                    + (overlap.isZero() ? " is disabled." : " works until " + Terminal.line(rotated.until()) + "."));
        }
        return DONE;
    }

    private void print(KeyJson.Rotated rotated) {
        if (isJson()) {
            printOnce(KeyCreateCommand.fields(
                            account.cmId(), rotated.id(), rotated.label(), rotated.token(), rotated.expiresAt())
                    .with("replaces", id)
                    .with("replacedWorksUntil", rotated.until())
                    .toString());
            return;
        }
        err().println("Key " + rotated.id() + " replaces key " + id
                + (rotated.expiresAt() == null
                        ? ""
                        : " and, as that one did, works until " + Terminal.line(rotated.expiresAt()))
                + ". Its token, not shown again:");
        printOnce(rotated.token());
    }
}
