package dev.daybook.server;

import dev.daybook.backup.Backup;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.admin.AccountAdmin;
import dev.daybook.http.admin.AdminApi;
import dev.daybook.http.admin.AdminKeys;
import dev.daybook.http.admin.AdminRoutes;
import dev.daybook.http.admin.DeliveryAdmin;
import dev.daybook.http.admin.DeploymentAdmin;
import dev.daybook.http.admin.KeyAdmin;
import dev.daybook.http.admin.ListAdmin;
import dev.daybook.http.admin.SideWrites;
import dev.daybook.http.admin.TicketRulesAdmin;
import dev.daybook.http.admin.UserAdmin;
import dev.daybook.http.admin.WebhookAdmin;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.webhook.PublicAddresses;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Factory of the admin API, for a server or for a command that opens the database itself. */
public final class Admins {
    private static final Logger LOG = LoggerFactory.getLogger(Admins.class);

    private Admins() {}

    /** Creates the admin API of a command. It makes no backups: there is a command for that. */
    public static AdminApi of(Stores stores, Clock clock) {
        return of(stores, Optional.empty(), clock, clock);
    }

    private static AdminApi of(
            Stores stores, Optional<Supplier<DeploymentAdmin.Made>> backup, Clock clock, Clock recordClock) {
        var database = stores.database();
        return new AdminApi(
                new AccountAdmin(database, account -> stores.rerender(account, true)),
                new KeyAdmin(database),
                new TicketRulesAdmin(database, stores::rerenderTickets),
                new ListAdmin(database),
                new WebhookAdmin(database, stores.outbox(), PublicAddresses::check, recordClock),
                new DeliveryAdmin(database, stores.outbox(), recordClock),
                new UserAdmin(database, () -> passwordLink(clock)),
                new DeploymentAdmin(database, backup, clock));
    }

    /**
     * The routes of the admin API of a server.
     *
     * @param clock the clock for keys and the audit
     * @param recordClock the clock for webhooks and their deliveries, which a sandbox can move
     */
    static AdminRoutes routes(
            Settings settings, Stores stores, Measurements measurements, Clock clock, Clock recordClock) {
        var writes = new SideWrites(stores.database(), settings.sideWrites());
        return new AdminRoutes(
                of(
                        stores,
                        settings.backupFolder().map(folder -> () -> backup(settings.database(), folder, clock)),
                        clock,
                        recordClock),
                new AdminKeys(stores.database(), writes, clock),
                writes,
                measurements,
                AnswerSender.ofMade(),
                settings.refusedBodies(),
                settings.requestTimeout(),
                clock);
    }

    /** Makes a backup with the time limits of a command: those of a server would end the read of a large table. */
    private static DeploymentAdmin.Made backup(DatabaseUrl url, Path folder, Clock clock) {
        try (var database = Database.open(url, DatabaseOptions.forCommand())) {
            var made = new Backup(database, BuildVersion.read().version(), clock).writeInto(folder);
            if (!made.leftOut().isEmpty()) {
                LOG.warn(
                        "{} does not have {}, because they are not Daybook's",
                        made.file(),
                        String.join(", ", made.leftOut()));
            }
            return new DeploymentAdmin.Made(made.file(), made.bytes());
        }
    }

    /** A new link of the console by which a person chooses a password. */
    private static UserAdmin.PasswordLink passwordLink(Clock clock) {
        var link = PersonLink.create();
        return new UserAdmin.PasswordLink(
                link.path(),
                (transaction, personId) -> link.put(transaction, LinkKind.PASSWORD, personId, clock.instant()));
    }
}
