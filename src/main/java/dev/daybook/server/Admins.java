package dev.daybook.server;

import dev.daybook.backup.Backup;
import dev.daybook.console.frame.Secrets;
import dev.daybook.console.page.PeoplePages;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.http.admin.AccountAdmin;
import dev.daybook.http.admin.AdminApi;
import dev.daybook.http.admin.AdminKeys;
import dev.daybook.http.admin.AdminRoutes;
import dev.daybook.http.admin.DeploymentAdmin;
import dev.daybook.http.admin.KeyAdmin;
import dev.daybook.http.admin.ListAdmin;
import dev.daybook.http.admin.SideWrites;
import dev.daybook.http.admin.TicketRulesAdmin;
import dev.daybook.http.admin.UserAdmin;
import dev.daybook.http.admin.WebhookAdmin;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.LinkStore;
import dev.daybook.webhook.PublicAddresses;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The admin API of a server, or of a command on the database itself, put together from its stores. */
public final class Admins {
    private Admins() {}

    /**
     * Puts it together.
     *
     * @param backups the folder for backups, if they may be started
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public static AdminApi of(Stores stores, Optional<Path> backups, Clock clock) {
        var database = stores.database();
        var accounts = stores.accounts();
        return new AdminApi(
                new AccountAdmin(database, accounts, account -> stores.rerender(account, true)),
                new KeyAdmin(database, accounts, stores.apiKeys()),
                new TicketRulesAdmin(database, accounts, stores::rerenderTickets),
                new ListAdmin(database, accounts, stores.lists()),
                new WebhookAdmin(database, accounts, stores.webhooks(), PublicAddresses::check),
                new UserAdmin(
                        database,
                        accounts,
                        stores.people(),
                        stores.memberships(),
                        stores.sessions(),
                        () -> new PasswordLink(Secrets.create(), stores.links(), clock)),
                new DeploymentAdmin(
                        database,
                        backups,
                        folder -> {
                            var made = new Backup(database, BuildVersion.read().version(), clock).write(folder);
                            return new DeploymentAdmin.Made(made.file(), made.bytes());
                        },
                        clock));
    }

    /** The routes of the admin API of a server. */
    static AdminRoutes routes(Settings settings, Stores stores, Measurements measurements, Clock clock) {
        var writes = new SideWrites(stores.database());
        return new AdminRoutes(
                of(stores, settings.backupFolder(), clock),
                new AdminKeys(stores.database(), stores.adminKeys(), writes, clock),
                writes,
                stores.audit(),
                measurements,
                settings.requestTimeout(),
                clock);
    }

    /** A link of the console with this word, by which a person chooses a password. */
    private static final class PasswordLink implements UserAdmin.PasswordLinks.Link {
        private final String word;
        private final LinkStore links;
        private final Clock clock;

        PasswordLink(String word, LinkStore links, Clock clock) {
            this.word = word;
            this.links = links;
            this.clock = clock;
        }

        @Override
        public String path() {
            return "/console/link/" + word;
        }

        @Override
        public void put(Transaction transaction, long personId) {
            var now = clock.instant();
            links.put(
                    transaction,
                    Secrets.digest(word),
                    new LinkStore.Link(LinkKind.PASSWORD, personId),
                    now,
                    now.plus(PeoplePages.LINK_LASTS));
        }
    }
}
