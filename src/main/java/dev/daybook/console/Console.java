package dev.daybook.console;

import static dev.daybook.console.frame.PageRoute.get;
import static dev.daybook.console.frame.PageRoute.open;
import static dev.daybook.console.frame.PageRoute.personal;
import static dev.daybook.console.frame.PageRoute.post;
import static dev.daybook.console.frame.PageRoute.upload;

import dev.daybook.console.data.BackgroundWork;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.data.TicketRenderings;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.Assets;
import dev.daybook.console.frame.Frame;
import dev.daybook.console.frame.PageRoute;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.openid.OpenIdPages;
import dev.daybook.console.page.AuditPages;
import dev.daybook.console.page.CustomerPages;
import dev.daybook.console.page.ErasurePages;
import dev.daybook.console.page.FaqForms;
import dev.daybook.console.page.FaqPages;
import dev.daybook.console.page.HomePages;
import dev.daybook.console.page.KeyPages;
import dev.daybook.console.page.LinkPages;
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
import dev.daybook.domain.person.Right;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The route table of the console: every page and action with the right that it needs. */
public final class Console {
    private final Frame frame;
    private final Sessions sessions;
    private final Assets assets;
    private final ImportJobs jobs;
    private final ImportRemovals removals;
    private final TicketRenderings renderings;
    private final UploadFolder uploads;
    private final List<PageRoute> routes;

    /**
     * Builds the route table. The console owns the jobs, the removals, the renderings and the upload folder, and
     * closes them.
     *
     * @param sandbox the pages of the sandbox; empty if the server is not a sandbox
     */
    public Console(
            Frame frame,
            Sessions sessions,
            Assets assets,
            ImportJobs jobs,
            ImportRemovals removals,
            TicketRenderings renderings,
            UploadFolder uploads,
            LoginPages login,
            LinkPages links,
            OpenIdPages openId,
            HomePages home,
            OverviewPages overview,
            CustomerPages customers,
            CustomerForms customerForms,
            ErasurePages erasure,
            TicketPages tickets,
            TicketForms ticketForms,
            TicketFilters ticketFilters,
            OrderPages orders,
            FaqPages faq,
            FaqForms faqForms,
            KeyPages keys,
            WebhookPages webhook,
            DataPages data,
            DownloadPages downloads,
            ComparePages compare,
            ImportPages imports,
            RemovalPages removal,
            SettingsPages settings,
            Optional<SandboxPages> sandbox,
            PeoplePages people,
            AuditPages audit) {
        this.frame = frame;
        this.sessions = sessions;
        this.assets = assets;
        this.jobs = jobs;
        this.removals = removals;
        this.renderings = renderings;
        this.uploads = uploads;
        var all = new ArrayList<>(List.of(
                open("GET", "/console/login", login::login),
                open("POST", "/console/login", login::enter),
                open("GET", "/console/link/{word}", links::link),
                open("POST", "/console/link/{word}", links::choose),
                open("GET", "/console/openid", openId::start),
                open("GET", "/console/openid/begin", openId::leave),
                open("GET", "/console/openid/answer", openId::enter),
                personal("POST", "/console/logout", login::leave),
                personal("GET", "/console", home::home),
                personal("GET", "/console/sessions", home::sessions),
                personal("POST", "/console/sessions", home::end),
                personal("POST", "/console/language", home::speak),
                get("overview", Right.LOOK, overview::show),
                get("customers", Right.LOOK, customers::list),
                get("customers/new", Right.WORK, customerForms::blank),
                post("customers/new", Right.WORK, customerForms::add),
                get("customers/{id}", Right.LOOK, customers::show),
                get("customers/{id}/edit", Right.WORK, customerForms::edit),
                post("customers/{id}/edit", Right.WORK, customerForms::change),
                get("customers/{id}/erase", Right.ERASE, erasure::confirm),
                post("customers/{id}/erase", Right.ERASE, erasure::erase),
                get("tickets", Right.LOOK, tickets::list),
                post("tickets", Right.WORK, ticketForms::changeAll),
                post("tickets/filters", Right.LOOK, ticketFilters::save),
                post("tickets/filters/remove", Right.LOOK, ticketFilters::remove),
                get("tickets/new", Right.WORK, ticketForms::blank),
                post("tickets/new", Right.WORK, ticketForms::add),
                get("tickets/{number}", Right.LOOK, tickets::show),
                post("tickets/{number}", Right.WORK, ticketForms::change),
                get("orders", Right.LOOK, orders::list),
                get("orders/{id}", Right.LOOK, orders::show),
                get("faq", Right.LOOK, faq::list),
                get("faq/new", Right.WRITE_FAQ, faqForms::blank),
                post("faq/new", Right.WRITE_FAQ, faqForms::add),
                get("faq/{id}", Right.LOOK, faq::show),
                get("faq/{id}/edit", Right.WRITE_FAQ, faqForms::edit),
                post("faq/{id}/edit", Right.WRITE_FAQ, faqForms::save),
                post("faq/{id}/remove", Right.WRITE_FAQ, faq::remove),
                post("faq/categories/{id}/remove", Right.WRITE_FAQ, faq::removeCategory),
                get("data", Right.LOOK, data::calendar),
                get("data/download", Right.DOWNLOAD, downloads::download),
                get("data/compare", Right.DOWNLOAD, compare::blank),
                upload("data/compare", Right.DOWNLOAD, compare::compare),
                get("data/import", Right.IMPORT, imports::start),
                upload("data/import", Right.IMPORT, imports::send),
                get("data/import/{id}", Right.IMPORT, imports::show),
                post("data/import/{id}", Right.IMPORT, imports::act),
                get("data/import/{id}/refused.csv", Right.IMPORT, imports::refused),
                get("data/unfinished/{id}", Right.IMPORT, removal::confirm),
                post("data/unfinished/{id}", Right.IMPORT, removal::remove),
                get("developers", Right.WATCH_CALLS, keys::list),
                get("developers/keys/new", Right.MANAGE_KEYS, keys::blank),
                post("developers/keys/new", Right.MANAGE_KEYS, keys::create),
                get("developers/keys/{id}", Right.WATCH_CALLS, keys::requests),
                post("developers/keys/{id}/disable", Right.MANAGE_KEYS, keys::disable),
                get("developers/webhook", Right.WATCH_CALLS, webhook::list),
                post("developers/webhook", Right.WATCH_CALLS, webhook::retry),
                post("developers/webhook/test", Right.WATCH_CALLS, webhook::test),
                get("settings", Right.LOOK, settings::show),
                post("settings/lists", Right.SET_UP, settings::addEntry),
                post("settings/sub-statuses", Right.SET_UP, settings::setSubStatus),
                post("settings/calendar", Right.SET_UP, settings::setCalendar),
                get("people", Right.MANAGE_PEOPLE, people::list),
                post("people", Right.MANAGE_PEOPLE, people::add),
                post("people/{id}/role", Right.MANAGE_PEOPLE, people::change),
                post("people/{id}/remove", Right.MANAGE_PEOPLE, people::remove),
                post("people/{id}/reset", Right.MANAGE_PEOPLE, people::reset),
                get("audit", Right.READ_AUDIT, audit::list),
                get("audit.csv", Right.READ_AUDIT, audit::export)));
        sandbox.ifPresent(pages -> all.addAll(List.of(
                get("settings/sandbox", Right.LOOK, pages::show),
                post("settings/sandbox/clock", Right.SET_UP, pages::moveClock),
                post("settings/sandbox/faults", Right.SET_UP, pages::addFault),
                post("settings/sandbox/faults/remove", Right.SET_UP, pages::removeFaults),
                post("settings/sandbox/reset", Right.SET_UP, pages::reset))));
        this.routes = List.copyOf(all);
    }

    /** Adds the pages to a server's routes. */
    public void addTo(RoutesConfig server) {
        add(server, "/", context -> context.status(302).header("Location", "/console"));
        add(server, "/console/assets/{version}/{file}", assets::send);
        for (var route : routes) {
            if (route.method().equals("GET")) {
                add(server, route.path(), context -> frame.serve(context, route));
            } else {
                server.post(route.path(), context -> frame.serve(context, route));
            }
        }
        add(server, "/console/<rest>", frame::noSuchPage);
        server.post("/console/<rest>", frame::noSuchPage);
    }

    /**
     * Adds a handler for GET and HEAD. Without one for HEAD, Javalin answers HEAD with 200, even if there is no such
     * page.
     */
    private static void add(RoutesConfig server, String path, Handler handler) {
        server.get(path, handler);
        server.head(path, handler);
    }

    /** Removes the uploaded files that nobody has looked at for an hour, except those of running imports. */
    public void removeIdleFiles() {
        jobs.removeIdle();
    }

    /** Stores the times at which sessions were last used. Until this call, these times are only in memory. */
    public void storeUses() {
        sessions.storeUses();
    }

    /**
     * Stops imports, removals and renderings, waits until all have ended or the deadline has passed, and removes the
     * uploaded files.
     *
     * @param deadline a time of {@link System#nanoTime}
     */
    public void close(long deadline) {
        BackgroundWork.end(List.of(jobs, removals, renderings), deadline);
        uploads.close();
    }
}
