package dev.daybook.http;

import static dev.daybook.kit.Golden.assertGolden;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.GoldenAnswers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every success and every documented refusal of the operations, byte for byte. On a new SQLite database ids count up
 * from the same number, so the files contain them.
 */
@Tag("jdk")
@Tag("battery-14")
class GoldenTest {
    /** The keys of a pulled customer, in the order of the vendor's page. */
    private static final String CUSTOMER_ORDER = "id cmId isOrganization name website address state city country"
            + " latitude longitude currentStatus generationDate creatorId channelPartnerId remarks ratePlanId"
            + " customerCode isChannelPartner pinCode campaignId campaignItemId campaignActivityId"
            + " totalNoOfEnquiries feedbackOnCustomer contacts lastModificationTime imageReferenceId classification"
            + " customerType customerLevel zone companyParentId assignedToId maxCreditAmt maxCreditPeriod"
            + " historyEmpId channelPartnerEmpId deleted companyStatus isExistingCustomer isExistingContact"
            + " syncStatus syncdLocationId crossRemarks syncedStepNumber outStandingAmount salesAdminZone"
            + " referralId isApi";

    private static final String CONTACT_ORDER = "id cmId leadId contactPerson gender phone additionalPhone email"
            + " isPrimaryContact isActive generationDate parentContactId subOfficeId creatorId age maritalStatus"
            + " isGuest phoneCountryCode enquiryId orderId isMergeEnable isMobileMasked isEmailMasked showBirthYear";

    private static final String CALENDAR_ORDER = "year month dayOfMonth hourOfDay minute second";

    private static final String DAYS =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-01\",\"createEndDate\":\"2024-05-02\"}";

    /** A customer whose digest the page on proofs shows: id, time, and the time in seconds. */
    private static final Pattern PROVED = Pattern.compile("\\| (1[0-9]{8}) \\| ([0-9 :-]{19}) \\| ([0-9]+) \\|");

    private final TestServer server;
    private final GoldenAnswers answers;

    GoldenTest() {
        server = TestServer.start(TestDatabase.SQLITE);
        answers = new GoldenAnswers(server);
    }

    @BeforeEach
    void addTheCustomersOfThePage() {
        server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z"));
        answers.golden("add/added", 200, Paths.SAVE_CUSTOMER, """
                {"customer_info":{"customer_name":"Asha","phone":"9000000001","email_id":"asha@example.com"},\
                "enquiry_info":{"remarks":"testing"}}""");
        server.clock.set(Instant.parse("2024-05-02T11:08:14.026Z"));
        answers.golden("add/added-second", 200, Paths.SAVE_CUSTOMER, """
                {"customer_info":{"customer_name":"ravi","phone":"1234567890","email_id":"ravi@example.com"},\
                "enquiry_info":{"remarks":"testing"}}""");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pullAnswersInTheFormOfTheVendorsSample() {
        var body = answers.golden("pull/page-sample", 200, Paths.PULL_CUSTOMERS, DAYS);
        var root = JsonMapper.shared().readTree(body);
        assertEquals(List.of("message", "status"), List.copyOf(root.propertyNames()));
        assertEquals(2, root.get("message").size());
        for (var customer : root.get("message")) {
            assertEquals(CUSTOMER_ORDER, String.join(" ", customer.propertyNames()));
            assertEquals(
                    CALENDAR_ORDER,
                    String.join(" ", customer.get("lastModificationTime").propertyNames()));
            assertEquals(1, customer.get("totalNoOfEnquiries").intValue());
            for (var contact : customer.get("contacts")) {
                assertEquals(CONTACT_ORDER, String.join(" ", contact.propertyNames()));
                assertEquals(
                        CALENDAR_ORDER,
                        String.join(" ", contact.get("generationDate").propertyNames()));
            }
        }
        var texts = List.of(
                "\"generationDate\":\"May 2, 2024 4:15:42 PM\"",
                "\"imageReferenceId\":\"CUS_2024-05-02 16:15:42.249\"",
                "\"generationDate\":\"May 2, 2024 4:38:14 PM\"",
                "\"imageReferenceId\":\"CUS_2024-05-02 16:38:14.026\"");
        texts.forEach(text -> assertEquals(2, body.split(Pattern.quote(text), -1).length, text));
    }

    @Test
    void pull() {
        answers.golden("pull/one-page", 200, Paths.PULL_CUSTOMERS, DAYS.replace("}", ",\"limit\":1}"));
        answers.golden("pull/empty", 200, Paths.PULL_CUSTOMERS, DAYS.replace("-05-", "-06-"));
        answers.golden("pull/range-too-wide", 400, Paths.PULL_CUSTOMERS, DAYS.replace("05-02", "05-03"));
        answers.golden("pull/end-before-start", 400, Paths.PULL_CUSTOMERS, DAYS.replace("05-02", "04-30"));
        answers.golden("pull/date-missing", 400, Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298}");
        answers.golden("pull/date-impossible", 400, Paths.PULL_CUSTOMERS, DAYS.replace("2024-05-01", "2023-02-29"));
        answers.golden("pull/cm-id-missing", 400, Paths.PULL_CUSTOMERS, DAYS.replace("1000298", "\"\""));
        answers.golden("pull/limit-too-large", 400, Paths.PULL_CUSTOMERS, DAYS.replace("}", ",\"limit\":1001}"));
        answers.golden("pull/comment", 400, Paths.PULL_CUSTOMERS, "{\n  \"cm_id\": 1000298, // the account\n}");
        answers.golden("pull/other-account", 403, Paths.PULL_CUSTOMERS, DAYS.replace("1000298", "7"));
        answers.refusals(Paths.PULL_CUSTOMERS, DAYS, Scope.CUSTOMERS_READ);
        var masking = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), true, Instant.MAX);
        var masked = server.post(Paths.PULL_CUSTOMERS, DAYS, Map.of("Authorization", "Basic " + masking));
        assertGolden("pull/masked", masked.body());
    }

    @Test
    void proof() throws IOException {
        var body = "{\"cm_id\":1000298,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-03\"}";
        var proof = answers.golden("proof/three-days", 200, Paths.PROOF_OF_CUSTOMERS, body);
        assertTrue(proof.contains("\"digest\":\"" + digestOfThePage().text() + "\""), proof);
        answers.golden("proof/range-too-wide", 400, Paths.PROOF_OF_CUSTOMERS, body.replace("2024-05-03", "2025-05-02"));
        answers.golden(
                "proof/end-before-start", 400, Paths.PROOF_OF_CUSTOMERS, body.replace("2024-05-03", "2024-04-30"));
        answers.golden("proof/date-missing", 400, Paths.PROOF_OF_CUSTOMERS, "{\"cm_id\":1000298}");
        answers.golden("proof/other-account", 403, Paths.PROOF_OF_CUSTOMERS, body.replace("1000298", "7"));
        answers.refusals(Paths.PROOF_OF_CUSTOMERS, body, Scope.CUSTOMERS_READ);
    }

    /** The digest of the records that the page names. Fails if the page has another digest in its answer. */
    private static PullDigest digestOfThePage() throws IOException {
        var page = Files.readString(Path.of("docs/api/proof.md"));
        var digest = PullDigest.EMPTY;
        for (var row : PROVED.matcher(page).results().toList()) {
            var time = LocalDateTime.parse(row.group(2).replace(' ', 'T'));
            assertEquals(time.toEpochSecond(ZoneOffset.UTC), Long.parseLong(row.group(3)));
            digest = digest.with(Long.parseLong(row.group(1)), time);
        }
        assertEquals(2, digest.records());
        assertTrue(page.contains("\"records\": 2, \"digest\": \"" + digest.text() + "\""), digest.text());
        return digest;
    }

    @Test
    void changes() {
        var all = "{\"cm_id\":1000298}";
        answers.golden("changes/created", 200, Paths.CUSTOMER_CHANGES, all);
        answers.golden("changes/one-page", 200, Paths.CUSTOMER_CHANGES, all.replace("}", ",\"limit\":1}"));
        server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_id\":100000002,\"city\":\"Pune\"}}");
        server.stores
                .database()
                .write(transaction -> Erasure.erase(
                        server.stores,
                        transaction,
                        AccountStore.find(transaction, TestServer.CM_ID).orElseThrow(),
                        100_000_005,
                        server.clock.instant()));
        answers.golden("changes/updated-and-deleted", 200, Paths.CUSTOMER_CHANGES, all);
        answers.golden(
                "changes/nothing",
                200,
                Paths.CUSTOMER_CHANGES,
                all.replace("}", ",\"cursor\":\"" + cursor(all) + "\"}"));
        answers.golden("changes/wrong-cursor", 400, Paths.CUSTOMER_CHANGES, all.replace("}", ",\"cursor\":\"x\"}"));
        var beyond = CursorCodec.write(RecordKind.CUSTOMER, TestServer.CM_ID, new FeedPosition(1_000, 0));
        answers.golden(
                "changes/cursor-beyond",
                400,
                Paths.CUSTOMER_CHANGES,
                all.replace("}", ",\"cursor\":\"" + beyond + "\"}"));
        answers.golden("changes/limit-too-large", 400, Paths.CUSTOMER_CHANGES, all.replace("}", ",\"limit\":1001}"));
        answers.golden("changes/cm-id-missing", 400, Paths.CUSTOMER_CHANGES, "{}");
        answers.golden("changes/other-account", 403, Paths.CUSTOMER_CHANGES, all.replace("1000298", "7"));
        answers.refusals(Paths.CUSTOMER_CHANGES, all, Scope.CUSTOMERS_READ);
        var masking = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), true, Instant.MAX);
        var masked = server.post(Paths.CUSTOMER_CHANGES, all, Map.of("Authorization", "Basic " + masking));
        assertGolden("changes/masked", masked.body());
    }

    private String cursor(String body) {
        return server.post(Paths.CUSTOMER_CHANGES, body)
                .headers()
                .firstValue("X-Daybook-Next-Cursor")
                .orElseThrow();
    }

    @Test
    void get() {
        answers.golden("get/by-id", 200, Paths.GET_CUSTOMER, "[{\"kapture_customer_id\":\"100000002\"}]");
        answers.golden("get/by-email", 200, Paths.GET_CUSTOMER, "[{\"email_id\":\"ravi@example.com\"}]");
        answers.golden("get/not-found", 404, Paths.GET_CUSTOMER, "[{\"phone\":\"9000000009\"}]");
        answers.golden("get/nothing-given", 400, Paths.GET_CUSTOMER, "[{}]");
        answers.golden("get/other-account", 403, Paths.GET_CUSTOMER, "{\"cm_id\":7,\"phone\":\"9000000001\"}");
        answers.refusals(Paths.GET_CUSTOMER, "{\"phone\":\"9000000001\"}", Scope.CUSTOMERS_READ);
    }

    @Test
    void add() {
        var bare = "{\"customer_info\":{\"customer_name\":\"Meera\",\"email_id\":\"meera@example.com\"%s}}";
        answers.golden(
                "add/added-without-enquiry", 200, Paths.SAVE_CUSTOMER, bare.formatted(",\"customer_code\":\"M-1\""));
        answers.golden("add/code-in-use", 409, Paths.SAVE_CUSTOMER, bare.formatted(",\"customer_code\":\"M-1\""));
        answers.golden("add/incomplete", 400, Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_name\":\"Meera\"}}");
        answers.golden(
                "add/both-kinds",
                400,
                Paths.SAVE_CUSTOMER,
                bare.formatted(",\"individual\":true,\"organization\":true"));
        answers.golden("add/old-path", 200, Paths.SAVE_CUSTOMER_OLD, "[{\"name\":\"Flat\",\"phone\":\"9000000005\"}]");
        answers.refusals(Paths.SAVE_CUSTOMER, bare.formatted(""), Scope.CUSTOMERS_WRITE);
    }

    @Test
    void update() {
        var body = "{\"customer_info\":{\"customer_id\":\"%s\",\"city\":\"Pune\"}%s}";
        answers.golden("update/updated", 200, Paths.SAVE_CUSTOMER, body.formatted("100000002", ""));
        answers.golden("update/unknown-customer", 404, Paths.SAVE_CUSTOMER, body.formatted("1", ""));
        answers.golden(
                "update/unknown-contact",
                404,
                Paths.SAVE_CUSTOMER,
                body.formatted("100000002", ",\"contact_info\":[{\"contact_id\":1,\"title\":\"Dr\"}]"));
        answers.golden(
                "update/unknown-enquiry",
                404,
                Paths.SAVE_CUSTOMER,
                body.formatted("100000002", ",\"enquiry_info\":{\"enquiry_id\":1}"));
        answers.golden(
                "update/ambiguous",
                409,
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"x\",\"phone\":\"9000000001\",\"email_id\":\"ravi@example.com\","
                        + "\"update\":true}}");
        answers.refusals(Paths.SAVE_CUSTOMER, body.formatted("100000002", ""), Scope.CUSTOMERS_WRITE);
    }

    @Test
    void faq() {
        server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z"));
        var account = new Account(TestServer.CM_ID, "x", Account.DEFAULT_ZONE, "{}");
        TestFaq.load(
                server.stores,
                account,
                false,
                List.of(
                        TestFaq.entry(
                                "a", "Orders > Refunds", "How do I get a refund?", "Within **5** days & no later."),
                        TestFaq.entry("b", "Orders", "रिफ़ंड कब मिलेगा?", "\"पाँच\" दिनों में।"),
                        TestFaq.entry("c", "Delivery", "Where is my order?", "Ask for a refund\nif it is late.")));
        var categories = answers.golden("faq-categories/all", 200, Paths.GET_FAQ_CATEGORIES, "");
        var id = JsonMapper.shared().readTree(categories).at("/message/category/0/id");
        answers.golden("faq-categories/two-objects", 400, Paths.GET_FAQ_CATEGORIES, "[{},{}]");
        answers.golden("faq-categories/other-account", 403, Paths.GET_FAQ_CATEGORIES, "{\"cm_id\":7}");
        answers.refusals(Paths.GET_FAQ_CATEGORIES, "{}", Scope.FAQ_READ);
        var all = "[{\"category_id\":\"" + id + "\"}]";
        answers.golden("faq-contents/all", 200, Paths.GET_FAQ_CONTENTS, all);
        answers.golden("faq-contents/none", 200, Paths.GET_FAQ_CONTENTS, "{\"category_id\":1}");
        answers.golden("faq-contents/category-missing", 400, Paths.GET_FAQ_CONTENTS, "{}");
        answers.golden("faq-contents/too-many", 400, Paths.GET_FAQ_CONTENTS, all.replace("}", ",\"end_index\":201}"));
        answers.golden("faq-contents/other-account", 403, Paths.GET_FAQ_CONTENTS, all.replace("}", ",\"cm_id\":7}"));
        answers.refusals(Paths.GET_FAQ_CONTENTS, all, Scope.FAQ_READ);
        var search = "[{\"search_text\":\"refunds\"}]";
        answers.golden("faq-search/found", 200, Paths.SEARCH_FAQ_CONTENTS, search);
        answers.golden("faq-search/hindi", 200, Paths.SEARCH_FAQ_CONTENTS, search.replace("refunds", "रिफंड"));
        answers.golden("faq-search/none", 200, Paths.SEARCH_FAQ_CONTENTS, search.replace("refunds", "😀"));
        answers.golden("faq-search/text-missing", 400, Paths.SEARCH_FAQ_CONTENTS, "{}");
        answers.refusals(Paths.SEARCH_FAQ_CONTENTS, search, Scope.FAQ_READ);
    }
}
