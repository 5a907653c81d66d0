package dev.daybook.server;

import dev.daybook.console.Console;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.data.TicketRenderings;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.Assets;
import dev.daybook.console.frame.Forms;
import dev.daybook.console.frame.Frame;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.openid.OpenIdPages;
import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.console.page.AuditPages;
import dev.daybook.console.page.CustomerPages;
import dev.daybook.console.page.ErasurePages;
import dev.daybook.console.page.FaqForms;
import dev.daybook.console.page.FaqPages;
import dev.daybook.console.page.HomePages;
import dev.daybook.console.page.KeyPages;
import dev.daybook.console.page.LinkPages;
import dev.daybook.console.page.LogInRefusal;
import dev.daybook.console.page.LoginPages;
import dev.daybook.console.page.OrderPages;
import dev.daybook.console.page.OverviewPages;
import dev.daybook.console.page.PeoplePages;
import dev.daybook.console.page.SandboxPages;
import dev.daybook.console.page.SettingsPages;
import dev.daybook.console.page.WebhookPages;
import dev.daybook.console.page.customer.CustomerForms;
import dev.daybook.console.page.data.ComparePages;
import dev.daybook.console.page.data.DataPages;
import dev.daybook.console.page.data.DownloadPages;
import dev.daybook.console.page.data.ImportPages;
import dev.daybook.console.page.data.RemovalPages;
import dev.daybook.console.page.ticket.TicketFilters;
import dev.daybook.console.page.ticket.TicketForms;
import dev.daybook.console.page.ticket.TicketPages;
import dev.daybook.domain.Problem;
import dev.daybook.domain.request.RequestJournal;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.FormAnswerSender;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.wire.ticket.StatusChange;
import io.javalin.config.RoutesConfig;
import io.javalin.http.NotFoundResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Factory that makes the console of a server from the server's stores. */
final class Consoles {
    /**
     * How long a form that changes a sub-status waits until the tickets are rendered again: enough for some ten
     * thousand tickets. A form does not wait longer, because it occupies one of the few threads of the console.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Consoles() {}

    /**
     * Returns no console. Removes the uploaded files that a killed server with a console has left, as the start of a
     * console does too.
     */
    static Optional<Console> none() {
        UploadFolder.removeAbandoned();
        return Optional.empty();
    }

    /**
     * Creates the console.
     *
     * @param sessionClock the real clock, for sessions and the audit
     * @param clock the clock of records
     * @param sandbox the controls of the sandbox, if the server is one
     * @param registry where refused log-ins are counted
     */
    static Console of(
            Settings settings,
            Stores stores,
            RequestJournal journal,
            Clock sessionClock,
            Clock clock,
            Optional<SandboxPages.Controls> sandbox,
            MeterRegistry registry) {
        var database = stores.database();
        var assets = new Assets(new AnswerSender()::ofFile);
        var uploads = UploadFolder.create();
        var jobs = new ImportJobs(
                new BrowserImports(stores.forImports(), clock),
                uploads,
                cmId -> database.read(transaction -> AuditStore.first(transaction, cmId)),
                System::nanoTime);
        var removals = new ImportRemovals(new ImportRemoval(database), clock);
        var renderings = new TicketRenderings(stores::rerenderTickets, PATIENCE);
        var forms = new Forms(uploads, settings.maxBody(), settings.requestTimeout());
        var sessions = new Sessions(database, settings.tls().isPresent());
        var tickets = new TicketPages(database, stores.tickets());
        return new Console(
                new Frame(
                        database,
                        sessions,
                        assets,
                        forms,
                        AnswerSender.ofMade()::send,
                        new FormAnswerSender()::send,
                        sessionClock,
                        sandbox.map(SandboxPages.Controls::cmId),
                        settings.consolePort().isEmpty()),
                sessions,
                assets,
                jobs,
                removals,
                renderings,
                uploads,
                new LoginPages(database, sessions, settings.openId().isPresent(), refusals(registry)),
                new LinkPages(database, sessions, settings.openId().isPresent()),
                new OpenIdPages(database, sessions, settings.openId()),
                new HomePages(database, sessions),
                new OverviewPages(database, clock, sandbox.isPresent()),
                new CustomerPages(database),
                new CustomerForms(database, stores.customers(), clock),
                new ErasurePages(database, stores.eraseCustomer(), clock),
                tickets,
                new TicketForms(database, stores.tickets(), tickets, clock),
                new TicketFilters(database, tickets),
                new OrderPages(database),
                new FaqPages(database),
                new FaqForms(database, clock),
                new KeyPages(database, journal),
                new WebhookPages(database, stores.outbox(), StatusChange::testBody, clock),
                new DataPages(database, clock),
                new DownloadPages(
                        database, (wanted, pages, out) -> PulledFiles.write(uploads.kept(), wanted, pages, out)),
                new ComparePages(database, PulledFiles::read, uploads),
                new ImportPages(database, jobs, removals),
                new RemovalPages(database, jobs, removals),
                new SettingsPages(
                        database,
                        renderings,
                        new SettingsPages.Limits(
                                settings.ratePerSecond(),
                                settings.maxLimit(),
                                settings.maxBody(),
                                settings.auditDays())),
                sandbox.map(controls -> new SandboxPages(database, controls)),
                new PeoplePages(database, settings.openId().map(OpenIdSettings::console)),
                new AuditPages(database));
    }

    /**
     * Answers unknown paths on a port of the console with a message that names {@code /console}. On other ports, the
     * message names {@code /docs}.
     */
    static void answerUnknownPaths(RoutesConfig routes, Pipeline pipeline) {
        routes.exception(
                NotFoundResponse.class,
                (unknown, context) -> pipeline.fail(
                        Problem.NO_SUCH_PATH.because("Not Found - the console is at /console"), context, false));
    }

    /** Counts refused log-ins by reason. Every count exists from the start, so that an alert sees the first refusal. */
    private static Consumer<LogInRefusal> refusals(MeterRegistry registry) {
        var counters = Counter.builder("daybook.logins.refused")
                .description("Log-ins with a password that the console refused")
                .withRegistry(registry);
        for (var reason : LogInRefusal.values()) {
            counters.withTag("reason", reason.label());
        }
        return refusal -> counters.withTag("reason", refusal.label()).increment();
    }
}
