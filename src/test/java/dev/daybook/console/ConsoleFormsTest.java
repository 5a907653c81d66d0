package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.faq.FaqEdit;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form is stored once and changes only the fields that the person edited; if that fails, it is shown again. */
class ConsoleFormsTest {
    /** The fields with which an owner adds a person. */
    private static final String[] ASHA_AS_VIEWER = {"email", "asha@shop.example", "name", "Asha", "role", "viewer"};

    private static final String HOME = "/console/" + TestServer.CM_ID + "/";

    /** A field of one line in a page: its name and its value. A browser sends the value back without line ends. */
    private static final Pattern LINE = Pattern.compile("<input [^>]*name=\"([^\"]+)\"[^>]* value=\"([^\"]*)\"");

    private static final Pattern AREA =
            Pattern.compile("<textarea [^>]*name=\"([^\"]+)\"[^>]*>([^<]*)</textarea>", Pattern.DOTALL);

    private TestServer server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console);

    @AfterEach
    void stop() {
        server.close();
    }

    private void startOn(TestDatabase database) {
        server.close();
        server = TestServer.start(database.create(), TestSettings::console);
    }

    private Browser of(Role role) {
        return Browser.of(server, role, TestServer.CM_ID);
    }

    /** The fields that a browser sends for the form of a page, some of them with new values. */
    private static String[] fields(String page, String... typed) {
        var anew = new ArrayList<String>();
        for (var at = 0; at < typed.length; at += 2) {
            anew.add(typed[at]);
        }
        var all = new ArrayList<>(List.of(typed));
        for (var field : LINE.matcher(page).results().toList()) {
            if (!List.of("_form", "to", "preview").contains(field.group(1)) && !anew.contains(field.group(1))) {
                all.addAll(List.of(field.group(1), unescaped(field.group(2)).replaceAll("[\r\n]", "")));
            }
        }
        for (var area : AREA.matcher(page).results().toList()) {
            if (!anew.contains(area.group(1))) {
                all.addAll(List.of(area.group(1), unescaped(area.group(2)).replaceAll("\r\n|\r|\n", "\r\n")));
            }
        }
        return all.toArray(String[]::new);
    }

    /** The form of a page that is sent to this path. */
    private static String form(String page, String path) {
        var start = page.indexOf("action=\"" + HOME + path + "\"");
        return page.substring(start, page.indexOf("</form>", start));
    }

    private static String unescaped(String html) {
        return html.replace("&#34;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private void pass() {
        server.clock.set(server.clock.instant().plus(Duration.ofMinutes(1)));
    }

    private Customer customer(long id) {
        return server.stores
                .database()
                .read(transaction -> CustomerParts.find(transaction, TestServer.CM_ID, id))
                .orElseThrow()
                .customer();
    }

    private long entry(List<String> path, String title, String detail) {
        return server.stores.database().write(transaction -> {
            var now = server.clock.instant();
            var change = new FaqChange("", path, title, detail, EmployeeName.NOBODY, now);
            FaqLoad.begin(transaction, TestServer.CM_ID, now, false).load(List.of(change));
            return transaction
                    .handle()
                    .createQuery("SELECT max(id) FROM faq_entry")
                    .mapTo(Long.class)
                    .one();
        });
    }

    private long newest() {
        return StoredValues.number(server.stores.database(), "SELECT max(id) FROM faq_entry");
    }

    private FaqEntry entry(long id) {
        return server.stores
                .database()
                .read(transaction -> FaqEdit.find(transaction, TestServer.CM_ID, id))
                .orElseThrow();
    }

    private List<String> path(long entry) {
        var categories =
                server.stores.database().read(transaction -> FaqStore.categories(transaction, TestServer.CM_ID));
        return new CategoryTree(categories).path(entry(entry).categoryId());
    }

    /**
     * Imports from spreadsheets bring categories with a slash in their names. In the form, a slash also separates
     * categories, but an entry that is edited must stay in its category.
     */
    @Test
    void anEntryStaysInACategoryWhoseNameHasASlash() {
        var manager = of(Role.MANAGER);
        for (var path : List.of(
                List.of("Orders / Refunds"), List.of("Orders", "Refunds"), List.of("In / Out", "a/b"), List.of("/"))) {
            var id = entry(path, "When?", "Soon.");
            pass();
            var form = manager.get(HOME + "faq/" + id + "/edit").body();
            var saved = manager.post(HOME + "faq/" + id + "/edit", fields(form, "detail", "Never."));
            assertEquals(303, saved.statusCode(), saved.body());
            assertEquals("Never.", entry(id).detail());
            assertEquals(path, path(id));
        }
        var chosen = manager.post(
                HOME + "faq/new", "category", "In / Out / a/b", "title", "Who?", "detail", "An offered category.");
        assertEquals(303, chosen.statusCode(), chosen.body());
        var fresh = manager.post(HOME + "faq/new", "category", "New/ Old ", "title", "Who?", "detail", "A new one.");
        assertEquals(303, fresh.statusCode(), fresh.body());
        var newest = StoredValues.numbers(
                server.stores.database(), "SELECT id FROM faq_entry WHERE title = 'Who?' ORDER BY id");
        var below = manager.post(
                HOME + "faq/new", "category", "In / Out / a/b / Fresh/ Below", "title", "Who?", "detail", "A new one.");
        assertEquals(303, below.statusCode(), below.body());
        assertEquals(List.of("In / Out", "a/b", "Fresh", "Below"), path(newest()));
        assertEquals(List.of("In / Out", "a/b"), path(newest.get(0)));
        assertEquals(List.of("New", "Old"), path(newest.get(1)));
    }

    /** An import divides each category at >, so it could never name a category with this sign. */
    @Test
    void aPathInTheNotationOfAnImportIsDividedToo() {
        var manager = of(Role.MANAGER);
        manager.get(HOME + "faq/new");
        var added = manager.post(HOME + "faq/new", "category", "Orders > Refunds", "title", "When?", "detail", "Soon.");
        assertEquals(303, added.statusCode(), added.body());
        assertEquals(List.of("Orders", "Refunds"), path(newest()));

        for (var path : List.of("In/Out > Returns", "In/Out > Late/Lost", "In/Out / Lost > At Sea")) {
            var more = manager.post(HOME + "faq/new", "category", path, "title", "Where?", "detail", "Here.");
            assertEquals(303, more.statusCode(), more.body());
            var names = path.replace("In/Out / ", "In/Out > ").split(" > ", -1);
            assertEquals(List.of(names), path(newest()));
        }

        var id = entry(List.of("Old > Name"), "When?", "Soon.");
        pass();
        var form = manager.get(HOME + "faq/" + id + "/edit").body();
        var saved = manager.post(HOME + "faq/" + id + "/edit", fields(form, "detail", "Never."));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals(List.of("Old > Name"), path(id), "an existing category stays");
    }

    /**
     * The page shows composed and decomposed letters in the same way, so a person could not tell two such categories or
     * entries apart.
     */
    @Test
    void theUnicodeFormOfALetterMakesNoOtherCategoryOrEntry() {
        var manager = of(Role.MANAGER);
        var category = "Cafe\u0301/The\u0301";
        var id = entry(List.of("Cafe"), "Ou?", "Here.");
        server.stores.database().run(transaction -> {
            transaction.handle().execute("UPDATE faq_category SET name = '" + category + "' WHERE name = 'Cafe'");
            transaction.handle().execute("UPDATE faq_entry SET title = 'Ou\u0300?' WHERE title = 'Ou?'");
        });
        pass();
        var edit = HOME + "faq/" + id + "/edit";
        var form = manager.get(edit).body();
        assertEquals(303, manager.post(edit, fields(form, "category", category)).statusCode());
        assertEquals("Ou\u0300?", entry(id).title(), "nothing was edited");
        assertEquals(303, manager.post(edit, fields(form, "detail", "There.")).statusCode());
        assertEquals("O\u00f9?", entry(id).title());
        assertEquals(List.of(category), path(id));

        var path = "Caf\u00e9/Th\u00e9";
        var same = manager.post(HOME + "faq/new", "category", path, "title", "O\u00f9?", "detail", "Here.");
        assertEquals(422, same.statusCode());
        assertTrue(same.body().contains("This category has another entry with this question."), same.body());
        var added = manager.post(HOME + "faq/new", "category", path, "title", "The\u0301?", "detail", "Here.");
        assertEquals(303, added.statusCode(), added.body());
        assertEquals("Th\u00e9?", entry(newest()).title());
        assertEquals(List.of(category), path(newest()));
        var other = HOME + "faq/" + newest() + "/edit";
        assertEquals(
                422,
                manager.post(other, fields(manager.get(other).body(), "title", "O\u00f9?"))
                        .statusCode());
    }

    /**
     * Entries with codes may share a title within a category, as in an imported file. Such an entry can be changed, but
     * another entry cannot take the title.
     */
    @Test
    void anEntryThatSharesItsTitleCanBeChanged() {
        var manager = of(Role.MANAGER);
        server.stores.database().run(transaction -> {
            var load = FaqLoad.begin(transaction, TestServer.CM_ID, server.clock.instant(), false);
            load.load(List.of(
                    TestFaq.entry("A1", "Shared", "When?", "Soon."), TestFaq.entry("A2", "Shared", "When?", "Later.")));
        });
        var id = newest();
        pass();
        var form = manager.get(HOME + "faq/" + id + "/edit").body();
        var saved = manager.post(HOME + "faq/" + id + "/edit", fields(form, "detail", "Never."));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals("Never.", entry(id).detail());
        var other = entry(List.of("Shared"), "Who?", "I.");
        pass();
        form = manager.get(HOME + "faq/" + other + "/edit").body();
        var taken = manager.post(HOME + "faq/" + other + "/edit", fields(form, "title", "When?"));
        assertEquals(422, taken.statusCode(), taken.body());
    }

    /** A code block whose first line loses its indentation would become a paragraph. */
    @Test
    void anAnswerKeepsTheIndentationOfItsFirstLine() {
        var manager = of(Role.MANAGER);
        manager.get(HOME + "faq/new");
        var typed = "\r\n  \r\n    npm install x\r\n    npm start\r\n\r\n";
        var shown = manager.post(HOME + "faq/new", "category", "Dev", "title", "How?", "detail", typed, "preview", "1");
        assertTrue(shown.body().contains("<pre>"), shown.body());
        var added = manager.post(HOME + "faq/new", "category", "Dev", "title", "How?", "detail", typed);
        assertEquals(303, added.statusCode(), added.body());
        assertEquals("    npm install x\n    npm start", entry(newest()).detail());

        var path = HOME + "faq/" + newest() + "/edit";
        for (var detail :
                List.of("    npm install x\n    npm stop", "npm install x\n    npm stop", "\tnpm install x")) {
            pass();
            var saved = manager.post(path, fields(manager.get(path).body(), "detail", detail));
            assertEquals(303, saved.statusCode(), saved.body());
            assertEquals(detail, entry(newest()).detail());
        }
        var blank = manager.post(path, fields(manager.get(path).body(), "detail", " \r\n "));
        assertEquals(422, blank.statusCode(), blank.body());

        var imported = entry(List.of("Dev"), "Who?", "\n    a\r\nb\n");
        var form = manager.get(HOME + "faq/" + imported + "/edit").body();
        pass();
        var saved = manager.post(HOME + "faq/" + imported + "/edit", fields(form, "title", "Who else?"));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals("\n    a\r\nb\n", entry(imported).detail(), "nobody changed it");
    }

    /** Otherwise the form of somebody who edits the entry meanwhile would be refused, with nothing to compare. */
    @Test
    void anEntryThatIsSavedUnchangedRefusesNoOtherForm() {
        var id = entry(List.of("In / Out"), "When is it\nhere?", "**Soon**\r\nor later");
        var path = HOME + "faq/" + id + "/edit";
        pass();
        var writer = of(Role.MANAGER);
        var reader = of(Role.MANAGER);
        var form = writer.get(path).body();
        assertEquals(303, reader.post(path, fields(reader.get(path).body())).statusCode());
        assertEquals(0, ConsoleAudit.count(server, AuditAction.WRITE_FAQ_ENTRY));
        for (var change :
                List.of(List.of("detail", "Never."), List.of("title", "When?"), List.of("category", "Elsewhere"))) {
            pass();
            var saved = writer.post(path, fields(form, change.toArray(String[]::new)));
            assertEquals(303, saved.statusCode(), saved.body());
            form = writer.get(path).body();
        }
        assertEquals(3, ConsoleAudit.count(server, AuditAction.WRITE_FAQ_ENTRY));
        assertEquals("Never.", entry(id).detail());
        assertEquals("When?", entry(id).title());
        assertEquals(List.of("Elsewhere"), path(id));
    }

    @Test
    void anImportThatDoesNotChangeAnEntryRefusesNoForm() {
        var id = entry(List.of("Orders"), "When?", "Soon.");
        var manager = of(Role.MANAGER);
        var form = manager.get(HOME + "faq/" + id + "/edit").body();
        pass();
        assertEquals(id, entry(List.of("Orders"), "When?", "Soon."));
        var saved = manager.post(HOME + "faq/" + id + "/edit", fields(form, "detail", "Never."));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals("Never.", entry(id).detail());
    }

    @Test
    void theAuditNamesANewEntry() {
        var manager = of(Role.MANAGER);
        manager.get(HOME + "faq/new");
        var added = manager.post(HOME + "faq/new", "category", "Audit", "title", "Who did?", "detail", "Somebody.");
        assertEquals(303, added.statusCode(), added.body());
        var named = StoredValues.numbers(
                server.stores.database(), "SELECT record_id FROM audit ORDER BY at DESC, id DESC LIMIT 1");
        assertEquals(List.of(newest()), named);
    }

    @Test
    void aRefusedFormOfACustomerKeepsTheNewContact() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var form = agent.get(HOME + "customers/" + id + "/edit").body();
        var refused = agent.post(
                HOME + "customers/" + id + "/edit",
                fields(form, "name", "", "contact.0.person", "Ravi", "contact.0.phone", "9000054321"));
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("value=\"Ravi\"") && refused.body().contains("value=\"9000054321\""));
        var again = agent.post(HOME + "customers/" + id + "/edit", fields(refused.body(), "name", "Meera"));
        assertEquals(303, again.statusCode(), again.body());
        assertEquals(2, customer(id).contacts().size());
    }

    @Test
    void aCodeThatMeansNoneClearsTheCustomerCode() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        for (var code : List.of("C-\u200b1", "N/A")) {
            pass();
            var saved = agent.post(path, fields(agent.get(path).body(), "customer_code", code));
            assertEquals(303, saved.statusCode(), saved.body());
            assertEquals(code.equals("N/A") ? "" : "C-1", customer(id).text(ProfileField.CUSTOMER_CODE));
        }
    }

    /**
     * Earlier versions stored even a word that means "no code", such as "none", as the code of a customer. A form in
     * which another field is edited must keep this code.
     */
    @Test
    void aStoredCodeThatMeansNoneIsKeptUntilItIsEdited() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        server.stores
                .database()
                .write(transaction ->
                        transaction.handle().execute("UPDATE customer SET customer_code = 'none' WHERE id = ?", id));
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        pass();
        assertEquals(
                303,
                agent.post(path, fields(agent.get(path).body(), "city", "Pune")).statusCode());
        assertEquals("none", customer(id).text(ProfileField.CUSTOMER_CODE));
    }

    @Test
    void aRefusedFormKeepsTheChosenValues() {
        var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001")
                .ticket();
        var owner = of(Role.OWNER);
        owner.get(HOME + "tickets/" + ticket);
        var reply = owner.post(
                HOME + "tickets/" + ticket,
                "reply",
                "x".repeat(TicketChange.MAX_COMMENT + 1),
                "sub-status",
                "CO",
                "set-priority",
                "2",
                "set-assignee",
                "me");
        assertEquals(422, reply.statusCode());
        for (var option : List.of("CO", "2", "me")) {
            assertTrue(
                    reply.body().contains("<option value=\"" + option + "\" selected>"),
                    option + " in " + reply.body());
        }
        var person = owner.post(HOME + "people", "email", "ravi@shop.example", "name", "", "role", "manager");
        assertEquals(422, person.statusCode());
        assertTrue(person.body().contains("<option value=\"manager\" selected>Manager –"), person.body());
        var sub = owner.post(HOME + "settings/sub-statuses", "key", "E", "name", "x".repeat(201), "completes", "1");
        assertEquals(422, sub.statusCode());
        assertTrue(
                sub.body().contains("value=\"E\"")
                        && sub.body().contains("x".repeat(201))
                        && sub.body().contains("<option value=\"1\" selected>"),
                sub.body());
        var list = owner.post(HOME + "settings/lists", "list", "PRIMARY_SOURCE", "name", "77777");
        assertEquals(422, list.statusCode());
        assertTrue(
                Pattern.compile("id=\"l-PRIMARY_SOURCE\"[^>]* value=\"77777\"")
                        .matcher(list.body())
                        .find(),
                list.body());
        assertEquals(2, list.body().split("77777", -1).length, "only in its own list");
    }

    @Test
    void aCustomerIsFoundByANewPhoneThatIsSavedWithAContact() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var saved = agent.post(
                path,
                fields(
                        agent.get(path).body(),
                        "phone",
                        "9000000002",
                        "email",
                        "new@mail.example",
                        "contact.0.person",
                        "Ravi",
                        "contact.0.phone",
                        "9000000003"));
        assertEquals(303, saved.statusCode(), saved.body());
        for (var phone : List.of("9000000002", "9000000003")) {
            assertTrue(
                    server.client()
                            .customers()
                            .find(new CustomerQuery(0, "", phone))
                            .isPresent(),
                    phone);
        }
        assertTrue(server.client()
                .customers()
                .find(new CustomerQuery(0, "new@mail.example", ""))
                .isPresent());
        pass();
        var primary = customer(id).contacts().get(0);
        var form = fields(
                agent.get(path).body(),
                "phone",
                "9000000004",
                "email",
                "newer@mail.example",
                "contact." + primary.id() + ".phone",
                "9000000005");
        assertEquals(303, agent.post(path, form).statusCode());
        assertEquals(
                List.of("9000000005", "newer@mail.example"),
                List.of(
                        customer(id).contacts().get(0).text(ContactField.PHONE),
                        customer(id).contacts().get(0).text(ContactField.EMAIL)),
                "what was typed for the contact holds, and the rest follows the profile");
        assertEquals("Meera 9000000004 ", contacts(id).get(2), "nobody else has the customer's phone");
        pass();
        var moved = fields(
                agent.get(path).body(),
                "phone",
                "9000000006",
                "contact.0.person",
                "Kiran",
                "contact.0.phone",
                "9000000006");
        assertEquals(303, agent.post(path, moved).statusCode());
        assertEquals(
                List.of("9000000005", "9000000003", "9000000004", "9000000006"),
                customer(id).contacts().stream()
                        .map(contact -> contact.text(ContactField.PHONE))
                        .toList(),
                "no second contact gets a phone that another one has");
    }

    /** The form shows and sends the contact, so a corrected profile must not overwrite what the contact shows. */
    @Test
    void aCorrectedProfileLeavesThePhoneAndTheEmailOfAnotherPerson() {
        var id = server.client()
                .customers()
                .save(CustomerChange.ofTexts(
                                0,
                                false,
                                Map.of(
                                        ProfileField.NAME, "Acme",
                                        ProfileField.PHONE, "0201111111",
                                        ProfileField.EMAIL, "office@acme.example"))
                        .with(List.of(new ContactChange(
                                0,
                                false,
                                Map.of(
                                        ContactField.PERSON, "Ravi",
                                        ContactField.PHONE, "9000000002",
                                        ContactField.EMAIL, "ravi@acme.example")))))
                .id();
        var ravi = "contact." + customer(id).contacts().get(0).id();
        assertEquals(List.of("Ravi 9000000002 ravi@acme.example", "Acme 0201111111 office@acme.example"), contacts(id));
        correct(id, "phone", "0203333333");
        assertEquals(List.of("Ravi 9000000002 ravi@acme.example", "Acme 0203333333 office@acme.example"), contacts(id));
        correct(id, "email", "desk@acme.example");
        assertEquals(List.of("Ravi 9000000002 ravi@acme.example", "Acme 0203333333 desk@acme.example"), contacts(id));
        correct(id, "phone", "0204444444", "email", "hello@acme.example", ravi + ".designation", "Buyer");
        assertEquals(List.of("Ravi 9000000002 ravi@acme.example", "Acme 0204444444 hello@acme.example"), contacts(id));
        assertEquals("Buyer", customer(id).contacts().get(0).text(ContactField.DESIGNATION));
        correct(id, "phone", "+91 0204444444");
        assertEquals(
                List.of("Ravi 9000000002 ravi@acme.example", "Acme +91 0204444444 hello@acme.example"),
                contacts(id),
                "the same phone, written in another way");
        for (var phone : List.of("9000000002", "0204444444")) {
            assertTrue(
                    server.client()
                            .customers()
                            .find(new CustomerQuery(0, "", phone))
                            .isPresent(),
                    phone);
        }
        correct(id, "phone", "9000000002", "contact.0.designation", "Clerk", "contact.0.phone", "9000000003");
        assertEquals(
                List.of("Ravi 9000000002 ravi@acme.example", "Acme +91 0204444444 hello@acme.example", " 9000000003 "),
                contacts(id),
                "a contact has the new phone already");
    }

    /** A customer is found by its contacts, so a phone or an e-mail that is new in the profile goes to one of them. */
    @Test
    void aPhoneAndAnEmailThatAreNewInTheProfileGoToAContactWithoutThem() {
        var ravi = Map.of(ContactField.PERSON, "Ravi", ContactField.PHONE, "9000000002");
        var id = server.client()
                .customers()
                .save(CustomerChange.ofTexts(
                                0, false, Map.of(ProfileField.NAME, "Acme", ProfileField.PHONE, "9000000002"))
                        .with(List.of(new ContactChange(0, false, ravi))))
                .id();
        correct(id, "email", "desk@acme.example");
        assertEquals(List.of("Ravi 9000000002 desk@acme.example"), contacts(id));
        correct(id, "phone", "", "email", "");
        correct(id, "name", "Acme Ltd", "phone", "0203333333");
        correct(id, "email", "hello@acme.example");
        assertEquals(
                List.of("Ravi 9000000002 desk@acme.example", "Acme Ltd 0203333333 hello@acme.example"), contacts(id));
    }

    /** The form has no first and last name. Programs would get the former ones for ever. */
    @Test
    void aNewNameOfAContactReplacesTheFirstAndLastNameItWasJoinedFrom() {
        var asha = Map.of(
                ContactField.FIRST_NAME, "Asha", ContactField.LAST_NAME, "Rao", ContactField.PHONE, "9000000002");
        var named = new HashMap<>(asha);
        named.put(ContactField.PERSON, "Dr. Rao");
        named.put(ContactField.PHONE, "9000000003");
        var id = server.client()
                .customers()
                .save(CustomerChange.ofTexts(
                                0, false, Map.of(ProfileField.NAME, "Acme", ProfileField.PHONE, "9000000002"))
                        .with(List.of(new ContactChange(0, false, asha), new ContactChange(0, false, named))))
                .id();
        var before = customer(id).contacts();
        assertEquals("Asha Rao", before.get(0).text(ContactField.PERSON));
        correct(
                id,
                "contact." + before.get(0).id() + ".person",
                "Asha Sen",
                "contact." + before.get(1).id() + ".person",
                "Dr. A. Rao");
        var after = customer(id).contacts();
        assertEquals("Asha Sen", after.get(0).text(ContactField.PERSON));
        assertEquals(
                "", after.get(0).text(ContactField.FIRST_NAME) + after.get(0).text(ContactField.LAST_NAME));
        assertEquals("Rao", after.get(1).text(ContactField.LAST_NAME), "it was given beside the full name");
    }

    private void correct(long id, String... typed) {
        pass();
        var path = HOME + "customers/" + id + "/edit";
        var agent = of(Role.AGENT);
        var saved = agent.post(path, fields(agent.get(path).body(), typed));
        assertEquals(303, saved.statusCode(), saved.body());
    }

    /** Name, phone and e-mail of each contact. */
    private List<String> contacts(long id) {
        return customer(id).contacts().stream()
                .map(contact -> String.join(
                        " ",
                        contact.text(ContactField.PERSON),
                        contact.text(ContactField.PHONE),
                        contact.text(ContactField.EMAIL)))
                .toList();
    }

    @Test
    void aPhoneAndAnEmailThatFindNobodyDoNotReplaceThoseOfTheContact() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var primary = customer(id).contacts().get(0);
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var designation = "contact." + primary.id() + ".designation";
        var own = new String[] {"phone", "N/A", "email", "none", designation, "Buyer"};
        assertEquals(303, agent.post(path, fields(agent.get(path).body(), own)).statusCode());
        assertEquals("", customer(id).text(ProfileField.PHONE));
        assertEquals("", customer(id).text(ProfileField.EMAIL));
        assertEquals(
                List.of(primary.with(Map.of(ContactField.DESIGNATION, "Buyer"))),
                customer(id).contacts());
        pass();
        var added = new String[] {"phone", "-", "email", "n/a", "contact.0.phone", "9000000003"};
        assertEquals(
                303, agent.post(path, fields(agent.get(path).body(), added)).statusCode());
        assertEquals("", customer(id).text(ProfileField.PHONE));
        assertEquals(
                List.of("9000000001", "9000000003"),
                customer(id).contacts().stream()
                        .map(contact -> contact.text(ContactField.PHONE))
                        .toList());
        assertEquals(
                primary.text(ContactField.EMAIL), customer(id).contacts().get(0).text(ContactField.EMAIL));
        pass();
        var typed = new String[] {"phone", "x", "contact." + primary.id() + ".phone", "none"};
        assertEquals(
                303, agent.post(path, fields(agent.get(path).body(), typed)).statusCode());
        assertEquals(
                "none",
                customer(id).contacts().get(0).text(ContactField.PHONE),
                "what was typed for the contact holds");
    }

    /**
     * A text without digits does not replace a customer's phone, and a masked e-mail does not replace the e-mail. The
     * form says so instead of "saved", and stores nothing of what was typed.
     */
    @Test
    void aTextThatDoesNotReplaceThePhoneOrTheEmailIsRefused() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var before = customer(id);
        var contact = "contact." + before.contacts().get(0).id();
        for (var own : List.of(
                List.of("phone", "ask her"),
                List.of("email", "m****@mail.example"),
                List.of(contact + ".phone", "******0001"),
                List.of(contact + ".email", "m****@mail.example"))) {
            var typed = fields(agent.get(path).body(), own.get(0), own.get(1), "address", "MG Road");
            var refused = agent.post(path, typed);
            assertEquals(422, refused.statusCode(), own + " " + refused.body());
            assertTrue(refused.body().contains("A phone needs digits"), refused.body());
            assertTrue(refused.body().contains("MG Road"), "what was typed is shown again");
        }
        assertEquals(before, customer(id));
    }

    /**
     * Imported texts may have line ends, which a field of one line does not show or send. If nobody edited the field,
     * the text must be kept with its line ends.
     */
    @Test
    void aFieldThatNobodyEditedIsNotChanged() {
        var meera = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var texts = Map.of(
                ProfileField.STATE,
                "Maharashtra\r\nIndia",
                ProfileField.CITY,
                " Pune",
                ProfileField.COUNTRY,
                "India\u00a0",
                ProfileField.REMARKS,
                "One\r\ntwo\u202f");
        server.stores
                .database()
                .write(transaction -> server.stores
                        .customers()
                        .save(
                                transaction,
                                AccountStore.find(transaction, TestServer.CM_ID).orElseThrow(),
                                CustomerChange.ofTexts(meera, false, texts),
                                server.clock.instant()));
        pass();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + meera + "/edit";
        var form = agent.get(path).body();
        assertEquals(303, agent.post(path, fields(form, "locality", "North")).statusCode());
        texts.forEach((field, text) -> assertEquals(text, customer(meera).text(field), field.name()));
        assertEquals("North", customer(meera).text(ProfileField.LOCALITY));
        pass();
        var joined = fields(agent.get(path).body(), "remarks", "One two");
        assertEquals(303, agent.post(path, joined).statusCode());
        assertEquals("One two", customer(meera).text(ProfileField.REMARKS), "a line end that a person removes");
        var id = entry(List.of("Orders"), "When is it\nhere?", "**Soon**\r\nor later");
        pass();
        var manager = of(Role.MANAGER);
        var faq = HOME + "faq/" + id + "/edit";
        var moved = fields(manager.get(faq).body(), "category", "Parcels");
        assertEquals(303, manager.post(faq, moved).statusCode());
        assertEquals("When is it\nhere?", entry(id).title());
        assertEquals("**Soon**\r\nor later", entry(id).detail());
        assertEquals(List.of("Parcels"), path(id));
    }

    /** A value that is copied from a web page or a spreadsheet often has a no-break or invisible space at its end. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", "\u2007", "\u202f", "\u200b"})
    void blanksAroundATypedValueAreRemoved(String blank) {
        var agent = of(Role.AGENT);
        var add = HOME + "customers/new";
        agent.get(add);
        var added = agent.post(
                add, "name", "Meera", "customer_code", "C-17" + blank, "email", blank + "meera@mail.example" + blank);
        assertEquals(303, added.statusCode(), added.body());
        var path = added.headers().firstValue("Location").orElseThrow().replace("?done=customer.added", "");
        var meera = customer(Long.parseLong(path.substring(path.lastIndexOf('/') + 1)));
        assertEquals("C-17", meera.text(ProfileField.CUSTOMER_CODE));
        assertEquals("meera@mail.example", meera.text(ProfileField.EMAIL));
        var found = agent.get(
                HOME + "customers?q=" + URLEncoder.encode("meera@mail.example" + blank, StandardCharsets.UTF_8));
        assertTrue(found.body().contains(path), found.body());
        var unreachable = agent.post(add, "name", "Ravi", "phone", blank);
        assertEquals(422, unreachable.statusCode(), "a blank phone");
    }

    /** The forms read codes, phones, e-mails and names of lists as the API reads them. */
    @Test
    void invisibleCharactersAreLeftOutOfWords() {
        var owner = of(Role.OWNER);
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Lila", "9000000011")
                .customer();
        var path = HOME + "customers/" + id + "/edit";
        var contact = new String[] {
            "contact.0.person",
            "Asha",
            "contact.0.phone",
            "90000\u200e00012",
            "contact.0.email",
            "as\u00adha@mail.example",
            "contact.0.designation",
            "Head\u200b"
        };
        var saved = owner.post(path, fields(owner.get(path).body(), contact));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals(
                Map.of(
                        ContactField.PERSON, "Asha",
                        ContactField.PHONE, "9000000012",
                        ContactField.EMAIL, "asha@mail.example",
                        ContactField.DESIGNATION, "Head"),
                customer(id).contacts().get(1).texts());
        owner.get(HOME + "settings");
        owner.post(HOME + "settings/lists", "list", "ZONE", "name", "Far\u200b East");
        owner.post(HOME + "settings/sub-statuses", "key", "WA\u200bIT", "name", "Waiting", "completes", "");
        owner.get(HOME + "people");
        owner.post(HOME + "people", "email", "me\u200bera@shop.example", "name", "Meera", "role", "agent");
        var stored = StoredValues.texts(
                server.stores.database(),
                "SELECT name FROM list_entry WHERE name LIKE '%East' UNION ALL SELECT code FROM sub_status"
                        + " WHERE name = 'Waiting' UNION ALL SELECT email FROM person WHERE name = 'Meera'");
        assertEquals(Set.of("Far East", "WAIT", "meera@shop.example"), Set.copyOf(stored));
    }

    /** A code or a phone that is copied from a spreadsheet is read as in an import. */
    @Test
    void theDigitsOfTypedNumbersAreRestored() {
        var owner = of(Role.OWNER);
        var add = HOME + "customers/new";
        owner.get(add);
        var added = owner.post(add, "name", "Lila", "customer_code", "1005.0", "phone", "9000000015.0");
        assertEquals(303, added.statusCode(), added.body());
        var shortened = owner.post(add, "name", "Ravi", "phone", "9.19E+11");
        assertEquals(422, shortened.statusCode());
        assertTrue(shortened.body().contains("has shortened this number: Phone"), shortened.body());
        var id = StoredValues.numbers(server.stores.database(), "SELECT id FROM customer WHERE customer_code = '1005'")
                .get(0);
        assertEquals("9000000015", customer(id).text(ProfileField.PHONE));
        var path = HOME + "customers/" + id + "/edit";
        var refused = owner.post(path, fields(owner.get(path).body(), "contact.0.phone", "9E+11"));
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("has shortened this number: Phone"), refused.body());
        var saved = owner.post(path, fields(refused.body(), "contact.0.phone", "+91 9000000016.0"));
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals("+91 9000000016", customer(id).contacts().get(1).text(ContactField.PHONE));
    }

    /**
     * The address to which a form redirects when all tickets are rendered. On a busy machine, the address may say that
     * some are not rendered yet; this method replaces that by "saved".
     */
    private static String whereOnceRendered(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow().replace("substatus.partly", "saved");
    }

    /** A double click sends a form twice. */
    @ParameterizedTest
    @EnumSource
    void aFormThatIsSentTwiceIsSavedOnce(TestDatabase database) {
        startOn(database);
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
        of(Role.VIEWER);
        var viewer = server.stores
                .database()
                .read(transaction -> PersonStore.list(transaction))
                .get(0)
                .id();
        var owner = of(Role.OWNER);
        pass();
        for (var form : List.of(
                List.of(
                        "customers/" + records.customer() + "/edit",
                        "customers/" + records.customer() + "/edit",
                        "name",
                        "Meera Nair"),
                List.of("faq/" + records.entry() + "/edit", "faq/" + records.entry() + "/edit", "title", "Who pays?"),
                List.of("faq/new", "faq/new", "category", "Orders", "title", "When?", "detail", "Soon."),
                List.of("settings/calendar", "settings", "opens", "09:00", "day", "MONDAY"),
                List.of("settings/sub-statuses", "settings", "key", "E", "name", "Escalated"),
                List.of("people/" + viewer + "/role", "people", "role", "agent"),
                List.of("people/" + viewer + "/remove", "people"),
                List.of(
                        "customers/" + records.customer() + "/erase",
                        "customers/" + records.customer() + "/erase",
                        "confirm",
                        Long.toString(records.customer())))) {
            var page = owner.get(HOME + form.get(1)).body();
            var sent =
                    fields(form(page, form.get(0)), form.subList(2, form.size()).toArray(String[]::new));
            pass();
            var first = owner.post(HOME + form.get(0), sent);
            assertEquals(303, first.statusCode(), first.body());
            pass();
            var second = owner.post(HOME + form.get(0), sent);
            assertEquals(303, second.statusCode(), second.body());
            assertEquals(whereOnceRendered(first), whereOnceRendered(second), form.get(0));
        }
        for (var action : List.of(
                AuditAction.CHANGE_CUSTOMER,
                AuditAction.CHANGE_CALENDAR,
                AuditAction.CHANGE_SUB_STATUS,
                AuditAction.CHANGE_ROLE,
                AuditAction.REMOVE_PERSON,
                AuditAction.ERASE_CUSTOMER)) {
            assertEquals(1, ConsoleAudit.count(server, action), action.name());
        }
        assertEquals(2, ConsoleAudit.count(server, AuditAction.WRITE_FAQ_ENTRY));
        var key = fields(owner.get(HOME + "developers/keys/new").body(), "label", "shop", "scope", "customers:read");
        assertEquals(200, owner.post(HOME + "developers/keys/new", key).statusCode());
        var twice = owner.post(HOME + "developers/keys/new", key);
        var list = owner.get(twice.headers().firstValue("Location").orElseThrow());
        assertTrue(list.body().contains("its header was shown only in the first answer"), list.body());
        assertEquals(1, ConsoleAudit.count(server, AuditAction.CREATE_KEY));
    }

    @Test
    void theFormOfTheLastAllowedFaultRuleMayBeSentTwice() {
        server.close();
        server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console);
        var manager = of(Role.MANAGER);
        for (var number = 1; number <= 21; number++) {
            var page = manager.get(HOME + "settings/sandbox").body();
            var sent =
                    fields(form(page, "settings/sandbox/faults"), "operation", "*", "kind", "status", "percent", "1");
            for (var time = 1; time <= 2; time++) {
                var answer = manager.post(HOME + "settings/sandbox/faults", sent);
                assertEquals(number <= 20 ? 303 : 422, answer.statusCode(), number + ", time " + time);
            }
        }
        var page = manager.get(HOME + "settings/sandbox").body();
        assertEquals(21, page.split("<td>All</td>", -1).length, page);
        assertEquals(20, ConsoleAudit.count(server, AuditAction.ADD_FAULT));
    }

    @Test
    void aFormOfTheSandboxThatIsSentTwiceIsDoneOnce() {
        server.close();
        server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console);
        var manager = of(Role.MANAGER);
        for (var form : List.of(
                List.of("settings/sandbox/clock", "advance", "P1D"),
                List.of("settings/sandbox/faults", "operation", "*", "kind", "status", "percent", "1"))) {
            var page = manager.get(HOME + "settings/sandbox").body();
            var sent =
                    fields(form(page, form.get(0)), form.subList(1, form.size()).toArray(String[]::new));
            for (var time = 1; time <= 2; time++) {
                var answer = manager.post(HOME + form.get(0), sent);
                assertEquals(303, answer.statusCode(), answer.body());
            }
        }
        var shift = server.post(Paths.SANDBOX_CLOCK, "{}").body();
        assertTrue(shift.contains("\"shift\":\"PT24H"), shift);
        var page = manager.get(HOME + "settings/sandbox").body();
        assertEquals(2, page.split("<td>All</td>", -1).length, page);
        assertEquals(1, ConsoleAudit.count(server, AuditAction.MOVE_CLOCK));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.ADD_FAULT));
        var beyond = fields(form(page, "settings/sandbox/clock"), "advance", "P9999999D");
        for (var time = 1; time <= 2; time++) {
            assertEquals(
                    422, manager.post(HOME + "settings/sandbox/clock", beyond).statusCode(), "time " + time);
        }
        assertEquals(1, ConsoleAudit.count(server, AuditAction.MOVE_CLOCK));
    }

    /**
     * A person is removed, added again, and removed again from the page of the first removal, which may still be in the
     * browser. The second form is the same, but must also remove the person.
     */
    @ParameterizedTest
    @EnumSource
    void aRepeatedRemovalFormRemovesAPersonWhoWasAddedAgain(TestDatabase database) {
        startOn(database);
        of(Role.VIEWER);
        var viewer = server.stores.database().read(PersonStore::list).get(0).id();
        var owner = of(Role.OWNER);
        var path = "people/" + viewer + "/remove";
        var sent = fields(form(owner.get(HOME + "people").body(), path));
        for (var time = 0; time < 2; time++) {
            assertEquals(303, owner.post(HOME + path, sent).statusCode());
            var role = server.stores
                    .database()
                    .read(transaction -> MembershipStore.role(transaction, TestServer.CM_ID, viewer));
            assertTrue(role.isEmpty(), "removed");
            server.stores
                    .database()
                    .run(transaction -> MembershipStore.put(transaction, TestServer.CM_ID, viewer, Role.AGENT));
        }
    }

    /** A double click hides the answer with the link, so the answer to the second click must show how to get a link. */
    @ParameterizedTest
    @EnumSource
    void aPersonWhoIsAddedTwiceIsAddedOnce(TestDatabase database) {
        startOn(database);
        var owner = of(Role.OWNER);
        var page = owner.get(HOME + "people").body();
        var person = fields(form(page, "people"), ASHA_AS_VIEWER);
        assertEquals(200, owner.post(HOME + "people", person).statusCode());
        var twice = owner.post(HOME + "people", person);
        assertEquals(303, twice.statusCode(), twice.body());
        var list = owner.get(twice.headers().firstValue("Location").orElseThrow());
        assertTrue(list.body().contains("it was shown only in the first answer"), list.body());
        assertEquals(1, ConsoleAudit.count(server, AuditAction.ADD_PERSON));
        var again = owner.post(HOME + "people", fields(form(list.body(), "people"), ASHA_AS_VIEWER));
        assertEquals(409, again.statusCode(), "another form is no second click");
        assertTrue(again.body().contains("has a role here already"), again.body());
        assertTrue(form(again.body(), "people").contains("value=\"asha@shop.example\""), "as it was typed");
    }

    /**
     * The page with the link of a new person is the answer to a form, so loading it again sends the form again. If the
     * person was changed or removed since, the answer must say so, and must not add the person again.
     */
    @ParameterizedTest
    @EnumSource
    void aRepeatedFormReportsThatThePersonWasChangedSince(TestDatabase database) {
        startOn(database);
        var owner = of(Role.OWNER);
        var page = owner.get(HOME + "people").body();
        var sent = fields(form(page, "people"), ASHA_AS_VIEWER);
        assertEquals(200, owner.post(HOME + "people", sent).statusCode());
        var asha = server.stores
                .database()
                .read(transaction -> PersonStore.find(transaction, "asha@shop.example"))
                .orElseThrow()
                .person()
                .id();
        var list = owner.get(HOME + "people").body();
        for (var change : List.of(
                fields(form(list, "people/" + asha + "/role"), "role", "agent"),
                fields(form(list, "people/" + asha + "/remove")))) {
            var path = "people/" + asha + (List.of(change).contains("role") ? "/role" : "/remove");
            assertEquals(303, owner.post(HOME + path, change).statusCode());
            var again = owner.post(HOME + "people", sent);
            assertEquals(409, again.statusCode(), path);
            assertTrue(again.body().contains("The person was changed or removed since"), again.body());
        }
        assertEquals(1, ConsoleAudit.count(server, AuditAction.ADD_PERSON));
    }

    /**
     * Somebody sees a mistake while the server is slow, corrects it, and sends the same form again. The server must not
     * take the second form for a repetition, but say that other values are stored.
     */
    @ParameterizedTest
    @EnumSource
    void aRepeatedFormWithOtherValuesIsNotDiscarded(TestDatabase database) {
        startOn(database);
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
        var owner = of(Role.OWNER);
        var customer = "customers/" + records.customer() + "/edit";
        var faq = "faq/" + records.entry() + "/edit";
        var meanwhile = "while you were typing";
        var before = "This form is already stored, with other values";
        for (var form : List.of(
                List.of(customer, customer, meanwhile, "name", "Mera", "Meera Nair"),
                List.of(faq, faq, meanwhile, "title", "Who pay?", "Who pays?"),
                List.of("settings/calendar", "settings", meanwhile, "opens", "09:00", "09:30", "day", "MONDAY"),
                List.of("customers/new", "customers/new", before, "name", "Ravy", "Ravi", "phone", "9000000002"),
                List.of("tickets/new", "tickets/new", before, "title", "Ketle", "Kettle"),
                List.of(
                        "faq/new",
                        "faq/new",
                        before,
                        "title",
                        "Wen?",
                        "When?",
                        "category",
                        "Orders",
                        "detail",
                        "Soon."),
                List.of(
                        "developers/keys/new",
                        "developers/keys/new",
                        before,
                        "label",
                        "shp",
                        "shop",
                        "scope",
                        "customers:read"))) {
            var path = HOME + form.get(0);
            var page = form(owner.get(HOME + form.get(1)).body(), form.get(0));
            var first = new ArrayList<>(List.of(form.get(3), form.get(4)));
            first.addAll(form.subList(6, form.size()));
            var sent = fields(page, first.toArray(String[]::new));
            pass();
            assertTrue(List.of(200, 303).contains(owner.post(path, sent).statusCode()), path);
            var corrected = sent.clone();
            corrected[1] = form.get(5);
            pass();
            for (var time = 1; time <= 2; time++) {
                var refused = owner.post(path, corrected);
                assertEquals(422, refused.statusCode(), path + " " + refused.body());
                assertTrue(refused.body().contains(form.get(2)), refused.body());
                assertTrue(refused.body().contains("value=\"" + form.get(5) + "\""), refused.body());
            }
            var again = owner.post(path, sent);
            assertEquals(303, again.statusCode(), path + ": the first one is still known");
        }
        assertEquals("Mera", customer(records.customer()).text(ProfileField.NAME));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.ADD_CUSTOMER));
    }

    /**
     * The next order of a shop for a phone that two customers have is refused, because the API cannot know which of them
     * is meant.
     */
    @ParameterizedTest
    @EnumSource
    void anotherCustomerWithTheSamePhoneOrEmailIsAddedByASecondSave(TestDatabase database) {
        startOn(database);
        var meera = ConsoleRecords.add(server, TestServer.CM_ID, "Meera Nair", "+91 90000 00001")
                .customer();
        var agent = of(Role.AGENT);
        var link = "href=\"" + HOME + "customers/" + meera + "\"";
        var path = HOME + "customers/new";
        for (var reach : List.of(
                List.of("phone", "09000000001", "9000000002"),
                List.of("email", "REACH+91 90000 00001@mail.example", "mira@mail.example"))) {
            var field = reach.get(0);
            var typed = fields(form(agent.get(path).body(), "customers/new"), field, reach.get(1), "name", "Mira");
            for (var time = 1; time <= 2; time++) {
                var asked = agent.post(path, typed);
                assertEquals(422, asked.statusCode(), asked.body());
                assertTrue(asked.body().contains("Another customer has this phone or e-mail"), asked.body());
                assertTrue(asked.body().contains(link), asked.body());
            }
            var second = form(agent.post(path, typed).body(), "customers/new");
            var free = agent.post(path, fields(second, field, reach.get(2)));
            assertEquals(303, free.statusCode(), free.body());
            var third = form(agent.post(path, typed).body(), "customers/new");
            var unseen = agent.post(path, fields(third, field, reach.get(2)));
            assertEquals(422, unseen.statusCode(), "the page has not shown this customer");
            for (var time = 1; time <= 2; time++) {
                var added = agent.post(path, fields(third));
                assertEquals(303, added.statusCode(), added.body());
            }
        }
        assertEquals(4, ConsoleAudit.count(server, AuditAction.ADD_CUSTOMER));
    }

    @ParameterizedTest
    @EnumSource
    void aCustomerGetsThePhoneOrEmailOfAnotherByASecondSave(TestDatabase database) {
        startOn(database);
        var meera = ConsoleRecords.add(server, TestServer.CM_ID, "Meera Nair", "9000000001")
                .customer();
        var ravi = ConsoleRecords.add(server, TestServer.CM_ID, "Ravi", "9000000002")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + ravi + "/edit";
        var contact = "contact." + customer(ravi).contacts().get(0).id();
        for (var typed : List.of(
                new String[] {"phone", "+919000000001"},
                new String[] {contact + ".email", "reach9000000001@mail.example"},
                new String[] {"contact.0.phone", "9000000001", "contact.0.person", "Mira"})) {
            var before = contacts(ravi);
            var asked = agent.post(path, fields(agent.get(path).body(), typed));
            assertEquals(422, asked.statusCode(), asked.body());
            assertTrue(asked.body().contains("href=\"" + HOME + "customers/" + meera + "\""), asked.body());
            assertEquals(before, contacts(ravi));
            if (typed[0].equals("phone")) {
                var other = agent.post(path, fields(agent.get(path).body(), "city", "Pune"));
                assertEquals(303, other.statusCode(), other.body());
            } else {
                var saved = agent.post(path, fields(asked.body()));
                assertEquals(303, saved.statusCode(), saved.body());
                assertNotEquals(before, contacts(ravi));
            }
        }
        var shared = agent.post(path, fields(agent.get(path).body(), contact + ".phone", "+91 9000000001"));
        assertEquals(303, shared.statusCode(), "the customer has this phone already");
    }

    /** Two different replies from the same page are two notes of the ticket; a reply that is sent twice is one. */
    @ParameterizedTest
    @EnumSource
    void anotherReplyFromTheSamePageIsASecondReply(TestDatabase database) {
        startOn(database);
        var path = HOME + "tickets/"
                + ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                        .ticket();
        var agent = of(Role.AGENT);
        var page = agent.get(path).body();
        for (var reply : List.of("It comes today.", "It comes today.", "It comes tomorrow.", "It comes tomorrow.")) {
            var sent = agent.post(path, fields(form(page, path.substring(HOME.length())), "reply", reply));
            assertEquals(303, sent.statusCode(), sent.body());
        }
        assertEquals(2, ConsoleAudit.count(server, AuditAction.CHANGE_TICKET));
        var shown = agent.get(path).body();
        assertTrue(shown.contains("It comes today.") && shown.contains("It comes tomorrow."), shown);
    }

    /**
     * A form of the queue completes a ticket, and then a program reopens it. If the same form is sent again, it must
     * not change the ticket: the receiver of the webhook would be told that a reopened ticket is complete.
     */
    @ParameterizedTest
    @EnumSource
    void aRepeatedFormOfTheQueueChangesNoTicketAgain(TestDatabase database) {
        startOn(database);
        var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .ticket();
        var agent = of(Role.AGENT);
        var page = agent.get(HOME + "tickets").body();
        var start = page.indexOf("action=\"" + HOME + "tickets?");
        var sent = fields(page.substring(start, page.indexOf("</form>", start)), "sub-status", "CO");
        var first = agent.post(HOME + "tickets", sent);
        assertTrue(first.headers().firstValue("Location").orElseThrow().contains("done=saved"), first.body());
        var reopened = server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\"}");
        assertEquals(200, reopened.statusCode(), reopened.body());
        var second = agent.post(HOME + "tickets", sent);
        assertEquals(first.headers().firstValue("Location"), second.headers().firstValue("Location"));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.CHANGE_TICKET));
        assertTrue(agent.get(HOME + "tickets?status=P").body().contains("tickets/" + ticket), "still open");
    }

    /**
     * A form names a sub-status that was removed from the list after the page was loaded. The form must be refused: it
     * would reopen the ticket with an unknown word.
     */
    @ParameterizedTest
    @EnumSource
    void aSubStatusThatIsNotInTheListIsRefused(TestDatabase database) {
        startOn(database);
        var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .ticket();
        var path = HOME + "tickets/" + ticket;
        var agent = of(Role.AGENT);
        var page = form(agent.get(path).body(), "tickets/" + ticket);
        var queue = agent.get(HOME + "tickets").body();
        var start = queue.indexOf("action=\"" + HOME + "tickets?");
        queue = queue.substring(start, queue.indexOf("</form>", start));
        assertTrue(page.contains("value=\"RS\"") && queue.contains("value=\"RS\""), page + queue);
        server.stores.database().run(transaction -> {
            var rules = TicketRulesStore.find(transaction, TestServer.CM_ID);
            TicketRulesStore.put(
                    transaction, TestServer.CM_ID, rules.subStatuses().without("RS"));
        });
        var before = got(ticket);
        for (var removed : List.of("RS", "x".repeat(65))) {
            for (var refused : List.of(
                    agent.post(path, fields(page, "sub-status", removed, "reply", "Done.")),
                    agent.post(HOME + "tickets", fields(queue, "sub-status", removed)))) {
                assertEquals(422, refused.statusCode(), refused.body());
                assertTrue(
                        refused.body().contains("The list no longer has this sub-status. Choose another."),
                        refused.body());
            }
        }
        assertEquals(before, got(ticket));
        assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_TICKET));
    }

    /** Adds 27 tickets. Returns the form of the queue's second page, which has the oldest two. */
    private String secondPageOfTheQueue(Browser agent) {
        for (var number = 1; number <= 27; number++) {
            server.clock.set(server.clock.instant().plusSeconds(1));
            ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "90000000" + (10 + number));
        }
        var first = agent.get(HOME + "tickets").body();
        var next = Pattern.compile("href=\"([^\"]*after=[^\"]*)\"").matcher(first);
        assertTrue(next.find(), first);
        var queue = agent.get(next.group(1).replace("&amp;", "&")).body();
        var start = queue.indexOf("action=\"" + HOME + "tickets?");
        var form = queue.substring(start, queue.indexOf("</form>", start));
        assertEquals(2, ticketsOn(form).size(), form);
        return form;
    }

    private static List<String> ticketsOn(String page) {
        return Pattern.compile("name=\"number\" value=\"([0-9]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String action(String form) {
        return form.substring("action=\"".length(), form.indexOf('"', 10)).replace("&amp;", "&");
    }

    @Test
    void aRefusedChangeOfSeveralTicketsIsShownAsItWasTyped() {
        var agent = of(Role.AGENT);
        var form = secondPageOfTheQueue(agent);
        var chosen = ticketsOn(form).get(1);
        for (var refused : List.of(
                List.of("The list no longer has this sub-status", chosen, "gone"),
                List.of("No ticket was chosen.", "", ""))) {
            var typed = fields(form, "number", refused.get(1), "sub-status", refused.get(2), "set-priority", "3");
            var answer = agent.post(action(form), typed);
            var body = answer.body();
            assertEquals(422, answer.statusCode(), body);
            assertTrue(body.contains(refused.get(0)), body);
            assertEquals(
                    !refused.get(1).isEmpty(), body.contains("name=\"number\" value=\"" + chosen + "\" checked"), body);
            assertEquals(ticketsOn(form), ticketsOn(body), "the second page");
            assertTrue(body.substring(body.indexOf("id=\"set-priority\"")).contains("value=\"3\" selected"), body);
            assertFalse(body.contains("<details open"), "the name of a filter was not refused");
        }
    }

    /** The first page is shown if the change leaves no ticket on the page. */
    @Test
    void aChangeOfSeveralTicketsLeadsBackToTheirPage() {
        var agent = of(Role.AGENT);
        var form = secondPageOfTheQueue(agent);
        var numbers = ticketsOn(form);
        for (var number : numbers) {
            var changed = agent.post(action(form), fields(form, "number", number, "set-priority", "3"));
            assertEquals(numbers, ticketsOn(shownAfter(agent, changed)));
        }
        agent.post(action(form), fields(form, "number", numbers.get(0), "sub-status", "CO"));
        var completed = agent.post(action(form), fields(form, "number", numbers.get(1), "sub-status", "CO"));
        var first = shownAfter(agent, completed);
        assertEquals(25, ticketsOn(first).size(), first);
        assertTrue(first.contains("action=\"" + HOME + "tickets?status="), "its form has no position: " + first);
    }

    private static String shownAfter(Browser browser, HttpResponse<String> sent) {
        assertEquals(303, sent.statusCode(), sent.body());
        return browser.get(sent.headers().firstValue("Location").orElseThrow()).body();
    }

    @Test
    void theQueueSaysTheNewestFirstWhereTheDueTimeDoesNotCount() {
        var agent = of(Role.AGENT);
        for (var status : List.of("C", "all")) {
            var page = agent.get(HOME + "tickets?order=due&status=" + status).body();
            assertTrue(page.contains("<option value=\"new\" selected"), page);
        }
        var pending = agent.get(HOME + "tickets?order=due&status=P").body();
        assertTrue(pending.contains("<option value=\"due\" selected"), pending);
    }

    /**
     * A program may have given a ticket an unknown word as sub-status, or the sub-status was removed from the list.
     * People must still be able to answer the ticket.
     */
    @Test
    void aTicketWhoseSubStatusIsNotInTheListCanBeAnswered() {
        var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .ticket();
        server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"Odd\"}");
        var agent = of(Role.AGENT);
        var page = form(agent.get(HOME + "tickets/" + ticket).body(), "tickets/" + ticket);
        var sent = agent.post(HOME + "tickets/" + ticket, fields(page, "reply", "It comes today."));
        assertEquals(303, sent.statusCode(), sent.body());
        assertTrue(got(ticket).contains("\"substatus\":\"Odd\""));
    }

    private String got(long ticket) {
        return server.post(
                        Paths.GET_TICKET,
                        "{\"ticket_ids\":\"" + ticket + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}")
                .body();
    }

    /** A form that was refused does not count as sent, so sending it again is no repetition. */
    @Test
    void aRefusedFormIsRefusedAgainWhenItIsRepeated() {
        var owner = of(Role.OWNER);
        var page = owner.get(HOME + "settings").body();
        var late = fields(form(page, "settings/calendar"), "was", "others", "day", "MONDAY", "opens", "09:00");
        for (var time = 1; time <= 2; time++) {
            assertEquals(422, owner.post(HOME + "settings/calendar", late).statusCode(), "time " + time);
        }
        assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_CALENDAR));
    }

    /**
     * In the answer to a form, the button for the language would lead to a path that only accepts forms, and hide what
     * the answer shows only once, such as a link.
     */
    @Test
    void theAnswerToAFormHasNoLanguageButton() {
        var owner = of(Role.OWNER);
        var button = "action=\"/console/language\"";
        assertTrue(owner.get(HOME + "people").body().contains(button));
        var handed = owner.post(HOME + "people", "email", "ravi@shop.example", "name", "Ravi", "role", "viewer");
        var refused = owner.post(HOME + "settings/lists", "list", "ZONE", "name", "");
        var made = owner.post(HOME + "developers/keys/new", "label", "shop", "scope", "customers:read");
        var failed = owner.post(HOME + "people/7/reset");
        assertEquals(
                List.of(200, 422, 200, 404),
                List.of(handed.statusCode(), refused.statusCode(), made.statusCode(), failed.statusCode()));
        for (var answer : List.of(handed, refused, made, failed)) {
            assertFalse(answer.body().contains(button), answer.body());
        }
    }

    @Test
    void aContactWithoutPhoneAndEmailIsRefusedByName() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        agent.post(path, fields(agent.get(path).body(), "contact.0.person", "Ravi", "contact.0.phone", "9000000003"));
        pass();
        var ravi =
                customer(id).contacts().stream().filter(one -> !one.primary()).findFirst();
        var empty = "contact." + ravi.map(Contact::id).orElseThrow() + ".phone";
        var refused = agent.post(path, fields(agent.get(path).body(), empty, ""));
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("A contact needs a phone or an e-mail: Ravi."), refused.body());
        var unnamed = agent.post(path, fields(agent.get(path).body(), "contact.0.designation", "Buyer"));
        assertEquals(422, unnamed.statusCode());
        assertTrue(unnamed.body().contains("A contact needs a phone or an e-mail: Another contact."), unnamed.body());
    }

    /**
     * If the clock of one server is behind, its change gets the same time as the previous change. A form that is based
     * on the previous change must be refused nevertheless.
     */
    @ParameterizedTest
    @EnumSource
    void aChangeByAServerWithAnotherClockIsNotOverwritten(TestDatabase database) {
        startOn(database);
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        server.clock.set(server.clock.instant().minusSeconds(30));
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var form = fields(agent.get(path).body(), "name", "Mera");
        var change = CustomerChange.ofTexts(id, false, Map.of(ProfileField.NAME, "Meera Nair"));
        server.client().customers().save(change);
        var refused = agent.post(path, form);
        assertEquals(422, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("while you were typing"), refused.body());
        assertEquals("Meera Nair", customer(id).text(ProfileField.NAME));
    }

    /** A program that stores the same customer again, or an enquiry, changes nothing that the form shows. */
    @ParameterizedTest
    @EnumSource
    void aChangeThatTheFormOfACustomerDoesNotShowRefusesNoForm(TestDatabase database) {
        startOn(database);
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var form = fields(agent.get(path).body(), "city", "Pune");
        var version = "SELECT version FROM customer WHERE id = " + id;
        var before = StoredValues.number(server.stores.database(), version);
        pass();
        server.post(
                Paths.SAVE_CUSTOMER,
                "{\"update\":true,\"customer_info\":{\"customer_id\":\"" + id + "\",\"customer_name\":\"Meera\"},"
                        + "\"enquiry_info\":{\"remarks\":\"Called\"}}");
        assertNotEquals(before, StoredValues.number(server.stores.database(), version), "the customer has changed");
        var saved = agent.post(path, form);
        assertEquals(303, saved.statusCode(), saved.body());
        assertEquals("Pune", customer(id).text(ProfileField.CITY));
    }

    /**
     * A form is refused because somebody else has changed the record. The page then shows the stored values. The person
     * has seen them, so the next save replaces them. Otherwise, this page could never be saved.
     */
    @ParameterizedTest
    @EnumSource
    void theNextSaveReplacesTheStoredValuesThatARefusedFormShows(TestDatabase database) {
        startOn(database);
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
        var faq = "faq/" + records.entry() + "/edit";
        var customer = "customers/" + records.customer() + "/edit";
        var contact =
                "contact." + customer(records.customer()).contacts().get(0).id() + ".designation";
        for (var field : List.of(
                List.of(customer, customer, "remarks", "Call her", "Calls us\nat noon"),
                List.of(customer, customer, contact, "Buyer", "Clerk"),
                List.of(faq, faq, "title", "Who pays?", "Who paid?"),
                List.of(faq, faq, "category", "Money", "Paid"),
                List.of(faq, faq, "detail", "We pay.", "**They** pay."),
                List.of("settings/calendar", "settings", "opens", "08:15", "08:45"),
                List.of("settings/calendar", "settings", "holidays", "2027-01-26", "2027-08-15"))) {
            var path = HOME + field.get(0);
            var first = of(Role.MANAGER);
            var second = of(Role.MANAGER);
            var page = form(second.get(HOME + field.get(1)).body(), field.get(0));
            var mine = fields(page, field.get(2), field.get(3), "day", "MONDAY");
            pass();
            var others = fields(
                    form(first.get(HOME + field.get(1)).body(), field.get(0)),
                    field.get(2),
                    field.get(4),
                    "day",
                    "MONDAY");
            assertEquals(303, first.post(path, others).statusCode());
            pass();
            var refused = second.post(path, mine);
            assertEquals(422, refused.statusCode(), refused.body());
            var shown = "Stored now: <bdi>" + field.get(4) + "</bdi>";
            assertTrue(refused.body().contains(shown), refused.body());
            assertEquals(2, refused.body().split("Stored now", -1).length, "only one field differs " + refused.body());
            var again = form(refused.body(), field.get(0));
            var saved = second.post(path, fields(again, "day", "MONDAY"));
            assertEquals(303, saved.statusCode(), saved.body());
            var now = form(second.get(HOME + field.get(1)).body(), field.get(0));
            assertTrue(List.of(fields(now)).contains(field.get(3)), now);
        }
    }

    /** The page of a refused form has fields for a contact that was added since, and they must not be empty. */
    @Test
    void aContactThatWasAddedWhileSomebodyTypedStays() {
        var id = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                .customer();
        var agent = of(Role.AGENT);
        var path = HOME + "customers/" + id + "/edit";
        var form = fields(agent.get(path).body(), "city", "Pune");
        correct(id, "contact.0.person", "Ravi", "contact.0.phone", "9000000003");
        var looks = ConsoleAudit.count(server, AuditAction.LOOK_AT_CUSTOMER);
        var refused = agent.post(path, form);
        assertEquals(422, refused.statusCode(), refused.body());
        assertEquals(looks + 1, ConsoleAudit.count(server, AuditAction.LOOK_AT_CUSTOMER), "it shows a phone");
        assertEquals(303, agent.post(path, fields(refused.body())).statusCode());
        assertEquals("Pune", customer(id).text(ProfileField.CITY));
        assertEquals(List.of("Meera 9000000001 reach9000000001@mail.example", "Ravi 9000000003 "), contacts(id));
    }

    /**
     * In each round, the connection breaks at a later statement, and the database stays away. If it breaks at the
     * commit, and only then, the page must say that the outcome is unknown.
     */
    @Test
    void aPageSaysThatTheOutcomeIsUnknownWhileTheDatabaseIsAway() {
        server.close();
        var faults = new StatementFaults();
        server = TestServer.start(
                TestDatabase.SQLITE.create(),
                faults.options(),
                settings -> settings.console().packs(false));
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
        var agent = of(Role.AGENT);
        for (var path : List.of("customers/" + records.customer() + "/edit", "tickets/" + records.ticket())) {
            var unknown = 0;
            for (var number = 1; ; number++) {
                assertTrue(number < 200, "no end of statements");
                var form = form(agent.get(HOME + path).body(), path);
                var sent = fields(form, "name", "Meera " + number, "reply", "Reply " + number);
                faults.arm(StatementFaults.Kind.BROKEN, number, Integer.MAX_VALUE);
                var answer = agent.post(HOME + path, sent);
                if (faults.disarm() == 0) {
                    assertEquals(303, answer.statusCode(), answer.body());
                    break;
                }
                assertEquals(503, answer.statusCode(), answer.body());
                unknown += answer.body().contains("It is not known whether this was stored") ? 1 : 0;
            }
            assertEquals(1, unknown, "the commit of " + path);
        }
    }

    private StatementFaults restartAsSandbox() {
        server.close();
        var faults = new StatementFaults();
        server = TestServer.startSandbox(
                faults.options(), settings -> settings.console().packs(false));
        return faults;
    }

    /**
     * Each statement of the reset fails in turn; the last one is the COMMIT. After each failure, the clock must stay
     * where it is.
     */
    @Test
    void aResetOfASandboxThatFailsLeavesItsClock() {
        var faults = restartAsSandbox();
        var manager = of(Role.MANAGER);
        manager.get(HOME);
        server.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"P3D\"}");
        for (var number = 1; ; number++) {
            assertTrue(number < 200, "no end of statements");
            faults.arm(StatementFaults.Kind.BROKEN, number, Integer.MAX_VALUE);
            var answer = manager.post(HOME + "settings/sandbox/reset", "confirm", "1");
            var failed = faults.disarm() > 0;
            assertEquals(failed ? 503 : 303, answer.statusCode(), answer.body());
            var shift = server.post(Paths.SANDBOX_CLOCK, "{}").body();
            assertEquals(failed, shift.contains("\"shift\":\"PT72H"), "statement " + number + ": " + shift);
            if (!failed) {
                break;
            }
        }
    }

    @Test
    void aDatabaseFailureWhileTheClockIsMovedIsReportedAs503() {
        var faults = restartAsSandbox();
        var manager = of(Role.MANAGER);
        var page = manager.get(HOME + "settings/sandbox").body();
        for (var number = 1; ; number++) {
            assertTrue(number < 200, "no end of statements");
            faults.arm(StatementFaults.Kind.BROKEN, number, Integer.MAX_VALUE);
            var sent = fields(form(page, "settings/sandbox/clock"), "advance", "P1D");
            var answer = manager.post(HOME + "settings/sandbox/clock", sent);
            if (faults.disarm() == 0) {
                assertEquals(303, answer.statusCode(), answer.body());
                break;
            }
            assertEquals(503, answer.statusCode(), answer.body());
        }
    }

    /**
     * One table stores the idempotency keys of programs and the forms of people that were already sent. After the
     * sandbox's clock was moved, a new key must not delete stored forms, and a new form must not delete stored keys.
     */
    @ParameterizedTest
    @ValueSource(strings = {"-P10D", "P10D"})
    void movingTheClockForgetsNoIdempotencyKeyAndNoForm(String advance) {
        server.close();
        server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console);
        var agent = of(Role.AGENT);
        var form = fields(
                form(agent.get(HOME + "customers/new").body(), "customers/new"), "name", "Ravi", "phone", "9000000002");
        assertEquals(303, agent.post(HOME + "customers/new", form).statusCode());
        server.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"" + advance + "\"}");
        var first = addOnce("1");
        assertEquals(303, agent.post(HOME + "customers/new", form).statusCode());
        assertEquals(first, addOnce("1"), "a program's key after a form");
        addOnce("2");
        assertEquals(303, agent.post(HOME + "customers/new", form).statusCode());
        assertEquals(1, ConsoleAudit.count(server, AuditAction.ADD_CUSTOMER), "a form after a program's key");
    }

    private String addOnce(String key) {
        return server.post(
                        Paths.SAVE_CUSTOMER,
                        "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}",
                        Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", key))
                .body();
    }
}
