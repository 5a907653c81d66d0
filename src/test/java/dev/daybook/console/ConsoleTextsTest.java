package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.FileForm;
import dev.daybook.console.data.ImportJob;
import dev.daybook.console.frame.Messages;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.NewPassword;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests the texts of the pages: each exists in every language, and hostile texts of records are shown as texts. */
@Tag("jdk")
class ConsoleTextsTest {
    private static final Pattern KEY = Pattern.compile("\\bs\\.t\\(\"([a-z.]+)\"");
    private static final Pattern ERROR = Pattern.compile("\"(error\\.[a-z.]+[a-z])\"");
    private static final Pattern DONE = Pattern.compile("visit\\.url\\([^;]*, \"([a-z.]+)\"\\)");

    /** Inline styles and scripts. A policy without unsafe-inline blocks these, so a page must not contain them. */
    private static final Pattern INLINE = Pattern.compile("(?i)<[^>]+\\s(style|on[a-z]+)\\s*=|<script(?![^>]*\\ssrc=)");

    private static final Pattern TABS = Pattern.compile("<nav class=\"tabs\".*?</nav>", Pattern.DOTALL);

    private static final Pattern ROWS =
            Pattern.compile("<tbody>.*?</tbody>|<ul class=\"entries\">.*?</ul>", Pattern.DOTALL);

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>' onfocus='alert(1)",
            "x".repeat(500),
            "\u202eevil\u202c שלום עולם",
            "राम प्रसाद — ग्राहक सेवा",
            "[x](javascript:alert(1)) <img src=x onerror=alert(1)>");

    @Test
    void everyTextExistsInEveryLanguage() throws IOException {
        var english = load("en");
        for (var language : Messages.LANGUAGES) {
            var texts = load(language);
            assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(texts.keySet()), language);
            texts.forEach((key, text) -> {
                assertFalse(text.toString().isBlank(), key + " in " + language);
                assertEquals(places(english.get(key)), places(text), key + " in " + language);
            });
        }
        var used = new TreeSet<String>();
        try (var templates = Files.list(Path.of("src", "main", "jte"))) {
            for (var file : templates.toList()) {
                KEY.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(used::add);
            }
        }
        try (var pages = Files.walk(Path.of("src", "main", "java", "dev", "daybook", "console", "page"))) {
            for (var file : pages.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file);
                ERROR.matcher(text).results().map(found -> found.group(1)).forEach(used::add);
                DONE.matcher(text)
                        .results()
                        .map(found -> "done." + found.group(1))
                        .forEach(used::add);
            }
        }
        assertTrue(used.size() > 100, "keys are found");
        // Prefixes of the keys for an enum's constants, and the beginnings of keys that the code puts together.
        used.removeIf(key -> key.endsWith(".")
                || english.keySet().stream().anyMatch(known -> known.toString().startsWith(key + ".")));
        used.removeAll(english.keySet());
        assertEquals(new TreeSet<>(), used, "texts that are missing");
    }

    /** Checks the keys that templates make from the constants of an enum, such as the label of each field. */
    @Test
    void everyConstantHasAText() throws IOException {
        var english = load("en");
        // The title and the text of a ticket stand in other places of its page, and so does the name of a buyer.
        var ticketFields = EnumSet.complementOf(EnumSet.of(TicketField.TITLE, TicketField.DETAIL));
        var buyerFields = EnumSet.complementOf(EnumSet.of(BuyerField.CUSTOMER_NAME));
        var missing = Stream.of(
                        constants("action", AuditAction.values()),
                        constants("import.phase", ImportJob.Phase.values()),
                        constants("data.form", FileForm.values()),
                        constants("reason", Reason.values()),
                        constants("role", Role.values()),
                        constants("role.help", Role.values()),
                        constants("scope", Scope.values()),
                        constants("list", AccountList.values()),
                        constants("listed", AccountList.values()),
                        Stream.of(ProfileField.values())
                                .map(field -> "field." + field.name().toLowerCase(Locale.ROOT)),
                        constants("contact", ContactField.values()),
                        constants("status", TicketStatus.values()),
                        constants("priority", Priority.values()),
                        constants("ticket.field", ticketFields.toArray(TicketField[]::new)),
                        constants("ticket.time", TicketTime.values()),
                        constants("order.field", OrderField.values()),
                        constants("order.date", OrderDate.values()),
                        constants("buyer", buyerFields.toArray(BuyerField[]::new)),
                        constants("event", TicketEvent.Kind.values()),
                        constants("fault", FaultKind.values()),
                        constants("error.password", NewPassword.Weakness.values()))
                .flatMap(keys -> keys)
                .filter(key -> !english.containsKey(key))
                .toList();
        assertEquals(List.of(), missing, "texts that are missing");
    }

    private static Stream<String> constants(String prefix, Enum<?>... values) {
        return Stream.of(values).map(value -> prefix + "." + value.name());
    }

    private static Set<String> places(Object text) {
        var places = new TreeSet<String>();
        Pattern.compile("\\{\\d}").matcher(text.toString()).results().forEach(found -> places.add(found.group()));
        return places;
    }

    private static Properties load(String language) throws IOException {
        var texts = new Properties();
        try (var file = Messages.class.getResourceAsStream("/console/messages_" + language + ".properties")) {
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource
    void hostileTextsAreEscapedOnEveryPage(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var number = 1;
            for (var text : HOSTILE) {
                var records = ConsoleRecords.add(server, TestServer.CM_ID, text, "900000000" + number++);
                for (var path : paths(records)) {
                    var page = browser.get("/console/" + TestServer.CM_ID + "/" + path);
                    assertEquals(200, page.statusCode(), path + " with " + text);
                    // Within an attribute's value only a quote is dangerous. This pattern ends a value at a quote, so a
                    // quote from a text would leave the rest visible.
                    var body = page.body().replaceAll("=\"[^\"]*\"", "=\"\"");
                    assertFalse(INLINE.matcher(body).find(), () -> path + " with " + text);
                    assertFalse(body.contains("<script>alert") || body.contains("<img src=x"), path + " " + text);
                    assertFalse(page.body().contains("href=\"javascript:"), path);
                }
                var shown = browser.get("/console/" + TestServer.CM_ID + "/customers/" + records.customer())
                        .body();
                var escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
                assertTrue(shown.contains(escaped), "the text itself is there: " + text);
            }
        }
    }

    private static List<String> paths(ConsoleRecords records) {
        return List.of(
                "overview",
                "customers",
                "customers?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "customers/" + records.customer(),
                "customers/" + records.customer() + "/edit",
                "customers/" + records.customer() + "/erase",
                "customers/new",
                "tickets",
                "tickets?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "tickets?status=all&customer=" + records.customer(),
                "tickets/" + records.ticket(),
                "tickets/new?customer=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "orders",
                "orders?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "orders?customer=" + records.customer(),
                "orders/" + records.order(),
                "faq",
                "faq?q=x",
                "faq/" + records.entry(),
                "faq/" + records.entry() + "/edit",
                "data",
                "data?kind=orders&month=2024-05",
                "data/compare",
                "data/import",
                "developers",
                "developers/webhook",
                "settings",
                "people",
                "audit");
    }

    /** Programs read 7350.0, as the vendor writes it; people read 7,350.00. */
    @Test
    void amountsAreWrittenForPeople() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var saved = server.post(
                    Paths.SAVE_ORDER,
                    "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9100000041\"},\"order_info\":{},"
                            + "\"product_details\":[{\"sku_id\":\"A\",\"rate\":\"7350\",\"quantity\":\"4\"},"
                            + "{\"sku_id\":\"B\",\"rate\":\"0.125\",\"quantity\":\"1.5\"}]}");
            assertEquals(200, saved.statusCode(), saved.body());
            var order =
                    JsonMapper.shared().readTree(saved.body()).path("order_id").asString();
            var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var page = browser.get("/console/" + TestServer.CM_ID + "/orders/" + order)
                    .body();
            for (var cell : List.of("7,350.00", "4", "29,400.00", "0.125", "1.5", "0.00")) {
                assertTrue(page.contains("<td class=\"num\">" + cell + "</td>"), cell + " is not in " + page);
            }
            var all = browser.get("/console/" + TestServer.CM_ID + "/orders").body();
            assertTrue(all.contains("<td class=\"num\">29,400.1875</td>"), all);
        }
    }

    /**
     * A shop that keeps its products elsewhere sends orders without products. Their pages must still show the amounts.
     */
    @Test
    void theAmountsOfAnOrderWithoutProductsAreShown() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var saved = server.post(
                    Paths.SAVE_ORDER,
                    "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9100000041\"},"
                            + "\"order_info\":{\"grand_total\":\"1500\",\"total_paid\":\"600\"}}");
            assertEquals(200, saved.statusCode(), saved.body());
            var order =
                    JsonMapper.shared().readTree(saved.body()).path("order_id").asString();
            var page = Browser.of(server, Role.OWNER, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/orders/" + order)
                    .body();
            assertTrue(page.contains("This order has no products."), page);
            for (var amount : List.of("1,500.00", "600.00", "900.00")) {
                assertTrue(page.contains(amount), amount + " is not in " + page);
            }
        }
    }

    /** A screen reader says which tab is the current one only if the tab has the attribute {@code aria-current}. */
    @Test
    void eachRowOfTabsMarksTheCurrentOne() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var operator = Browser.ofOperator(server);
            for (var page : List.of(
                    "settings", "settings/sandbox", "developers", "developers/webhook", "data", "audit?of=server")) {
                var body = operator.get("/console/" + TestServer.CM_ID + "/" + page)
                        .body();
                var tabs = TABS.matcher(body);
                assertTrue(tabs.find(), page);
                assertEquals(2, tabs.group().split(" aria-current=\"", -1).length, page + " " + tabs.group());
            }
        }
    }

    @Test
    void theHintOfAFieldIsReadWithIt() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var page = Browser.of(server, Role.OWNER, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/developers/keys/new")
                    .body();
            assertTrue(page.contains("aria-describedby=\"h-label\"") && page.contains("id=\"h-label\""), page);
        }
    }

    /** Otherwise an agent takes the note for a message to the customer. */
    @Test
    void theFormOfATicketSaysThatTheCustomerGetsNothing() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var page = Browser.of(server, Role.AGENT, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/tickets/" + records.ticket())
                    .body();
            assertTrue(page.contains("Daybook sends nothing to the customer."), page);
            assertFalse(page.contains("Send") || page.contains("Answer") || page.contains("Reply"), page);
        }
    }

    /** A download has the bytes of a pulled file, so it has no mark that would tell Excel its encoding. */
    @Test
    void thePageOfDownloadsSaysHowToOpenThemInExcel() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var page = Browser.of(server, Role.MANAGER, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/data")
                    .body();
            assertTrue(page.contains("Data &gt; From Text/CSV"), page);
        }
    }

    /** Otherwise one title would fill a screen of each list. */
    @Test
    void listsShowTheBeginningsOfLongTitlesAndRecordsShowTheWhole() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var title = "t".repeat(2_000);
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "n".repeat(500), title, "9000000001");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var home = "/console/" + TestServer.CM_ID + "/";
            for (var list : List.of("customers", "tickets", "orders", "faq")) {
                var page = agent.get(home + list).body();
                var rows = ROWS.matcher(page);
                assertTrue(rows.find(), page);
                assertFalse(
                        Pattern.compile("n{151}|t{151}").matcher(rows.group()).find(), rows.group());
                assertTrue(Pattern.compile("[nt]{150}…").matcher(rows.group()).find(), rows.group());
            }
            var customer = agent.get(home + "customers/" + records.customer()).body();
            assertTrue(customer.contains("\" dir=\"auto\">" + title.substring(0, 150) + "…</a>"), customer);
            var ticket = agent.get(home + "tickets/" + records.ticket()).body();
            assertTrue(ticket.contains("<h1 dir=\"auto\">" + title + "</h1>"), ticket);
            assertTrue(ticket.contains("dir=\"auto\">" + title.substring(0, 150) + "…</span>"), ticket);
        }
    }

    /** A minute may have hundreds of requests, and several actions of a person. */
    @Test
    void timesOfRequestsAndActionsHaveSeconds() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            server.post(Paths.PULL_CUSTOMERS, "{}");
            var key = StoredValues.number(server.stores.database(), "SELECT max(id) FROM api_key");
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var home = "/console/" + TestServer.CM_ID + "/";
            owner.get(home + "customers/" + records.customer());
            for (var page : List.of("developers/keys/" + key, "audit")) {
                var body = owner.get(home + page).body();
                assertTrue(
                        Pattern.compile("<td class=\"nowrap\">[^<]*, \\d\\d:\\d\\d:\\d\\d</td>")
                                .matcher(body)
                                .find(),
                        body);
            }
        }
    }

    @Test
    void thePageOfSessionsSaysWhichTimeItShows() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var page = Browser.of(server, Role.OWNER, TestServer.CM_ID)
                    .get("/console/sessions")
                    .body();
            assertTrue(page.contains("Times in UTC"), page);
        }
    }

    @Test
    void thePagesSpeakHindi() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var path = "/console/" + TestServer.CM_ID + "/customers";
            assertTrue(browser.get(path, Map.of("Accept-Language", "hi-IN,en;q=0.5"))
                    .body()
                    .contains("ग्राहक"));
            assertTrue(browser.get(path).body().contains("Customers"));
            browser.post("/console/language", "language", "hi", "to", path);
            var page = browser.get(path).body();
            assertTrue(page.contains("<html lang=\"hi\">") && page.contains("ग्राहक"), page);
        }
    }
}
