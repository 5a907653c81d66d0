package dev.daybook.cli.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.store.webhook.WebhookStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code daybook webhook}: its output and exit codes. */
class WebhookCommandTest {
    private static final int USAGE = 2;
    private static final String FILE = "whsec_c2VjcmV0IG9mIGEgZmlsZSwgMDEyMzQ1Njc4OQ==";
    private static final String VARIABLE = "whsec_c2VjcmV0IG9mIGEgdmFyaWFibGUsIDAxMjM0NTY3ODk=";
    private static final String FLAG = "whsec_c2VjcmV0IG9mIGEgZmxhZywgMDEyMzQ1Njc4OQ==";
    private static final String DELIVERY = "INSERT INTO webhook_delivery VALUES (?, ?, ?, 0, 0, 0, 0, 0, ?, '', '{}')";
    private static final String URL = "https://hooks.example/tickets?from=daybook";

    @TempDir
    Path folder;

    @Test
    void aNewSecretIsShownOnce() {
        account();
        var set = run("set", "--url", URL).expect(Main.DONE);
        assertTrue(set.out().matches("whsec_[A-Za-z0-9+/]{43}=\n"), set.out());
        assertFalse(set.err().contains(set.out().strip()), set.err());
        assertEquals(
                URL + "\tpublic\t0\t0\t-\tactive\n",
                run("show").expect(Main.DONE).out());

        // Another URL keeps the secret and does not show it again.
        var moved = run("set", "--url", "http://8.8.8.8/", "--allow-private").expect(Main.DONE);
        assertEquals("", moved.out());
        assertTrue(moved.err().contains("with the secret that it had"), moved.err());
        assertTrue(moved.err().contains("Without TLS"), moved.err());
        assertEquals(
                "http://8.8.8.8/\tprivate\t0\t0\t-\tactive\n",
                run("show").expect(Main.DONE).out());
        var rotated = run("set", "--url", URL, "--new-secret").expect(Main.DONE);
        var shown = run("show").out().split("\t", -1)[4];
        assertTrue(rotated.err().endsWith("A former secret signs too until " + shown + ".\n"), rotated.err());
        var renewed = rotated.out();
        assertTrue(renewed.matches("whsec_[A-Za-z0-9+/]{43}=\n") && !renewed.equals(set.out()), renewed);
        assertTrue(
                run("show").out().matches(".*\t2[^\t]+Z\tactive\n"), run("show").out());
        var ended =
                run("set", "--url", URL, "--new-secret", "--overlap", "PT0S").expect(Main.DONE);
        assertFalse(ended.err().contains("former"), ended.err());
        assertTrue(run("show").out().endsWith("\t-\tactive\n"), run("show").out());
        run("set", "--url", URL, "--new-secret", "--overlap", "P31D").expect(USAGE);

        run("remove").expect(Main.DONE);
        for (var command : List.of("show", "remove", "retry")) {
            var none = run(command).expect(Main.FAILED);
            assertTrue(none.err().contains("daybook webhook set"), none.err());
        }
    }

    @Test
    void formerSecretsCanBeEndedWithoutANewSecret() {
        account();
        run("set", "--url", URL).expect(Main.DONE);
        run("set", "--url", URL, "--new-secret", "--overlap", "P7D").expect(Main.DONE);
        var before = run("show").expect(Main.DONE).out();
        var kept = run("set", "--url", URL).expect(Main.DONE);
        assertTrue(kept.err().contains("A former secret signs too until 2"), kept.err());
        assertEquals(before, run("show").expect(Main.DONE).out(), "it signs until the stated end");
        run("set", "--url", URL, "--overlap", "P8D").expect(Main.DONE);
        assertEquals(before, run("show").expect(Main.DONE).out(), "and never longer");
        run("set", "--url", URL, "--overlap", "PT1H").expect(Main.DONE);
        assertTrue(
                run("show").out().matches(".*\t2[^\t]+Z\tactive\n"), run("show").out());
        assertNotEquals(before, run("show").expect(Main.DONE).out());
        var ended = run("set", "--url", URL, "--overlap", "PT0S").expect(Main.DONE);
        assertEquals("", ended.out());
        assertFalse(ended.err().contains("former"), ended.err());
        assertTrue(run("show").out().endsWith("\t-\tactive\n"), run("show").out());
    }

    /** A former secret works until the time that the receiver was told. */
    @Test
    void aFurtherReplacementDoesNotShortenTheTimeOfAFormerSecret() {
        account();
        run("set", "--url", URL).expect(Main.DONE);
        run("set", "--url", URL, "--new-secret", "--overlap", "P7D").expect(Main.DONE);
        var before = run("show").expect(Main.DONE).out();
        run("set", "--url", URL, "--new-secret").expect(Main.DONE);
        assertEquals(before, run("show").expect(Main.DONE).out());
    }

    /** A person who names a time after a leak means every former secret, not only the last one. */
    @Test
    void anOverlapThatIsGivenLimitsTheTimeOfAllFormerSecrets() {
        account();
        run("set", "--url", URL).expect(Main.DONE);
        run("set", "--url", URL, "--new-secret", "--overlap", "P7D").expect(Main.DONE);
        var latest = Instant.now().plus(Duration.ofHours(2)).toString();
        var set = run("set", "--url", URL, "--new-secret", "--overlap", "PT1H").expect(Main.DONE);
        var ends = set.err()
                .lines()
                .filter(line -> line.startsWith("A former secret"))
                .map(line -> line.replaceAll(".* until |[.]$", ""))
                .toList();
        assertEquals(2, ends.size(), set.err());
        assertTrue(ends.stream().allMatch(end -> end.compareTo(latest) < 0), set.err());
    }

    @ParameterizedTest
    @EnumSource
    void aFormerSecretThatHasEndedIsNotReported(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            var ended = new FormerSecret(new Secret(FILE), Instant.parse("2024-05-02T06:30:00Z"));
            account.hook(
                    new Webhook(HookedAccount.CM_ID, URI.create(URL), HookedAccount.SECRET, List.of(ended), false));
            var set = on(address, "set", "--url", URL).expect(Main.DONE);
            assertFalse(set.err().contains("former"), set.err());
            assertEquals(List.of(), account.webhook().former());
        }
    }

    @Test
    void aSecretComesFromAFileOrAVariableAndNeverFromAFlag() throws IOException {
        account();
        var file = Files.writeString(folder.resolve("secret"), FILE + "\n");
        var set = run("set", "--url", URL, "--secret-file", file.toString()).expect(Main.DONE);
        assertEquals("", set.out());
        assertEquals(FILE, secret());
        Outcome.of(environment("DAYBOOK_WEBHOOK_SECRET", VARIABLE), words("set", "--url", URL))
                .expect(Main.DONE);
        assertEquals(VARIABLE, secret());
        Outcome.of(environment("DAYBOOK_WEBHOOK_SECRET_FILE", file.toString()), words("set", "--url", URL))
                .expect(Main.DONE);
        assertEquals(FILE, secret());

        var flag = run("set", "--url", URL, "--webhook-secret", FLAG).expect(USAGE);
        assertTrue(flag.err().contains("--secret-file"), flag.err());
        var brief = Files.writeString(folder.resolve("brief"), "too short");
        var refused =
                run("set", "--url", URL, "--secret-file", brief.toString()).expect(USAGE);
        assertTrue(refused.err().contains("24 to 64"), refused.err());
        assertFalse(refused.err().contains("too short"), refused.err());
        run("set", "--url", URL, "--secret-file", file.toString(), "--new-secret")
                .expect(USAGE);
        var missing = run("set", "--url", URL, "--secret-file", "nowhere").expect(USAGE);
        assertTrue(missing.err().contains("nowhere") && !missing.err().contains("\tat "), missing.err());
        assertEquals(FILE, secret());
    }

    @Test
    void anImpossibleUrlIsRefusedImmediately() {
        account();
        for (var url : List.of(
                "ftp://hooks.example/",
                "hooks.example/tickets",
                "https:///tickets",
                "https://user:word@hooks.example/",
                "https://hooks.example/#part",
                "https://hooks.example:0/",
                "https://hooks.example:70000/",
                "https://hooks.example/h\u00f6ren",
                "http://127.0.0.1:9000/",
                "http://localhost/",
                "http://10.0.0.7/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://169.254.169.254/latest")) {
            var refused = run("set", "--url", url).expect(USAGE);
            assertFalse(refused.err().contains("\tat "), refused.err());
            assertFalse(refused.err().contains("word"), refused.err());
        }
        run("show").expect(Main.FAILED);
    }

    /** Services in Docker Compose often have such names. */
    @Test
    void aHostWithAnUnderscoreIsRefusedWithTheReason() {
        account();
        var refused = run("set", "--url", "http://ticket_hooks:9000/x", "--allow-private")
                .expect(USAGE);
        assertTrue(refused.err().contains("'_'"), refused.err());
    }

    /** Java finds no host in these URLs, as in one with an underscore. */
    @Test
    void aRefusalOfAUrlNamesItsOwnFault() {
        account();
        var letters = run("set", "--url", "https://h\u00f6oks.example/").expect(USAGE);
        assertTrue(letters.err().contains("all ASCII"), letters.err());
        for (var fault :
                List.of("hooks.example:abc", "hooks.example:0", "hooks.example:70000", "my_user@hooks..example")) {
            var refused = run("set", "--url", "https://" + fault + "/").expect(USAGE);
            assertTrue(refused.err().contains("HOST is missing or not valid, or its port"), refused.err());
            assertFalse(refused.err().contains("'_'"), refused.err());
        }
    }

    @Test
    void theSchemeMayHaveCapitals() {
        account();
        run("set", "--url", "HTTPS://hooks.example/x").expect(Main.DONE);
    }

    @Test
    void aWebhookNeedsAnAccount() {
        var none = run("set", "--url", URL).expect(Main.FAILED);
        assertTrue(none.err().contains("daybook account create"), none.err());
        Outcome.of("webhook").expect(USAGE);
    }

    @ParameterizedTest
    @EnumSource
    void waitingDeliveriesAreListedAndRetried(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.update(ticket, "IN");
            var other = account.add();
            account.update(other, "OP");
            account.giveUp(take(account).get(0));

            var listed = on(address, "list").expect(Main.DONE).out();
            var rows = listed.lines().map(line -> List.of(line.split("\t"))).toList();
            assertEquals(3, rows.size(), listed);
            assertEquals(List.of(Long.toString(ticket), "given-up", "1", "-", "gone"), pick(rows.get(0)));
            assertEquals(
                    List.of(Long.toString(ticket), "waiting", "0"),
                    pick(rows.get(1)).subList(0, 3));
            assertTrue(rows.get(1).get(5).matches("2.*Z"), listed);
            assertEquals(Long.toString(other), rows.get(2).get(0));
            assertFalse(listed.contains(HookedAccount.SECRET.text()), listed);
            assertEquals(
                    URL + "\tpublic\t2\t1\t-\tactive\n",
                    on(address, "show").expect(Main.DONE).out());

            var again = on(address, "retry", Long.toString(ticket)).expect(Main.DONE);
            assertTrue(again.err().contains("ticket " + ticket + ": 2 due"), again.err());
            var after = on(address, "list").expect(Main.DONE).out();
            assertTrue(after.lines().toList().get(0).contains("\twaiting\t1\t"), after);
            assertTrue(after.lines().toList().get(1).contains("\tbehind\t0\t"), after);
            assertTrue(on(address, "retry").expect(Main.DONE).err().contains("ticket " + other + ": 1 due"));
            var unknown = on(address, "retry", "12").expect(Main.FAILED);
            assertTrue(unknown.err().contains("ticket 12"), unknown.err());
        }
    }

    /**
     * Each setting ends the waits: its change may be what the calls need, and a repeat completes what a killed command
     * has begun.
     */
    @ParameterizedTest
    @EnumSource
    void settingTheWebhookEndsTheWaitsOfItsDeliveries(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var delivery = take(account).get(0);
            var asked = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(BackOff.MOST);
            account.stores
                    .database()
                    .run(transaction -> Deliveries.failed(transaction, delivery, "busy", asked, Instant.now()));
            var other = "https://other.example/";
            var killed = new Webhook(HookedAccount.CM_ID, URI.create(other), HookedAccount.SECRET, false);
            account.stores.database().run(transaction -> WebhookStore.set(transaction, killed));
            assertEquals(asked, account.outbox().get(0).next());
            on(address, "set", "--url", other).expect(Main.DONE);
            assertFalse(account.outbox().get(0).next().isAfter(Instant.now()));
        }
    }

    /**
     * After the answer 410, the receiver gets no calls until the webhook is set again. Then a delivery whose day of
     * attempts is over gets another day.
     */
    @ParameterizedTest
    @EnumSource
    void showSaysSinceWhenTheReceiverIsGone(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            var gone = Instant.parse("2024-05-02T06:30:00Z");
            account.stores.database().run(transaction -> {
                WebhookStore.gone(transaction, account.webhook(), gone);
                transaction.handle().execute(DELIVERY, HookedAccount.CM_ID, 1, 1, 0);
            });
            var shown = on(address, "show").expect(Main.DONE).out();
            assertTrue(shown.endsWith("\tgone since 2024-05-02T06:30:00Z\n"), shown);
            on(address, "set", "--url", URL).expect(Main.DONE);
            shown = on(address, "show").expect(Main.DONE).out();
            assertTrue(shown.endsWith("\tactive\n"), shown);
            assertTrue(account.stores.database().read(WebhookCommandTest::giveUpAt)
                    > Instant.now().toEpochMilli());
        }
    }

    /** Nothing waits and nothing was given up, but the status changes of the account are lost. */
    @ParameterizedTest
    @EnumSource
    void theDoctorNamesAStoppedWebhook(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            var gone = Instant.parse("2024-05-02T06:30:00Z");
            account.stores.database().run(transaction -> WebhookStore.gone(transaction, account.webhook(), gone));
            var named = doctor(address);
            assertEquals(1, named.size(), named::toString);
            assertTrue(
                    named.get(0).contains("account " + HookedAccount.CM_ID + ": stopped since 2024-05-02T06:30:00Z"),
                    named::toString);
            var remedy = "to start it again: daybook webhook set --cm-id " + HookedAccount.CM_ID + " --url URL";
            var place = " --database-url " + address + "\n";
            var all = Outcome.of("doctor", "--database-url", address).out();
            assertTrue(all.contains(remedy + place), all);
            on(address, "set", "--url", URL).expect(Main.DONE);
            assertEquals(List.of(), doctor(address));

            account.hook("http://10.0.0.7/", true);
            account.stores.database().run(transaction -> WebhookStore.gone(transaction, account.webhook(), gone));
            var inOwnNetwork = Outcome.of("doctor", "--database-url", address).out();
            assertTrue(inOwnNetwork.contains(remedy + " --allow-private" + place), inOwnNetwork);
        }
    }

    /**
     * Whoever forgets to repeat {@code --allow-private} must be told: host names are not resolved here, so one in the
     * own network is not refused.
     */
    @Test
    void theEndOfThePermissionForPrivateAddressesIsReported() {
        account();
        run("set", "--url", URL).expect(Main.DONE);
        var allowed = run("set", "--url", URL, "--allow-private").expect(Main.DONE);
        assertFalse(allowed.err().contains("private"), allowed.err());
        var ended = run("set", "--url", URL).expect(Main.DONE);
        assertTrue(
                ended.err().contains("The former webhook allowed private addresses; this one does not"), ended.err());
        var still = run("set", "--url", URL).expect(Main.DONE);
        assertFalse(still.err().contains("private"), still.err());
    }

    /** A removal of the webhook was interrupted. A server deletes what is left; nobody can list or retry it. */
    @ParameterizedTest
    @EnumSource
    void whatARemovedWebhookLeavesIsNotShown(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            assertEquals(1, doctor(address).size());
            account.unhookOnly();
            assertEquals(1, account.stored());
            assertEquals(List.of(), doctor(address));
            assertEquals("", on(address, "list").expect(Main.DONE).out());
        }
    }

    /** The doctor's warnings about webhooks. */
    private static List<String> doctor(String address) {
        return Outcome.of("doctor", "--database-url", address)
                .out()
                .lines()
                .filter(line -> line.startsWith("warning") && line.contains("webhook"))
                .toList();
    }

    private static long giveUpAt(Transaction transaction) {
        return transaction
                .query("SELECT give_up_at FROM webhook_delivery WHERE cm_id = :cmId", HookedAccount.CM_ID)
                .mapTo(Long.class)
                .one();
    }

    @ParameterizedTest
    @EnumSource
    void aLongListIsFetchedByPages(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            account.stores.database().write(transaction -> {
                var batch = transaction.handle().prepareBatch(DELIVERY);
                for (var number = 0; number < 2_500; number++) {
                    batch.add(HookedAccount.CM_ID, 1 + number / 3, 1 + number, 0);
                }
                batch.execute();
                return true;
            });
            var listed = on(address, "list").expect(Main.DONE).out().lines().toList();
            assertEquals(2_500, listed.size());
            assertEquals(2_500, Set.copyOf(listed).size(), "each once");
            assertTrue(listed.get(2_499).startsWith("834\t2500\t"), listed.get(2_499));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliveriesOfManyTicketsAreRetriedInBatches(TestDatabase database) {
        var address = database.newUrl();
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(URL, false);
            account.stores.database().run(transaction -> {
                var batch = transaction.handle().prepareBatch(DELIVERY);
                for (var number = 1; number <= 1_001; number++) {
                    batch.add(HookedAccount.CM_ID, number, number, 1);
                }
                batch.execute();
            });
            var told = on(address, "retry").expect(Main.DONE).err().lines().toList();
            assertEquals(1_001, told.size());
            assertEquals("ticket 1001: 1 due", told.get(1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"webhook", "webhook set", "webhook show", "webhook remove", "webhook list", "webhook retry"})
    void everyWebhookCommandHasHelp(String command) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        var help = Outcome.of(words.toArray(String[]::new)).expect(Main.DONE).out();
        assertTrue(help.contains("Usage: daybook " + command), help);
        assertFalse(help.contains("--webhook-secret"), help);
    }

    private static List<String> pick(List<String> row) {
        return List.of(row.get(0), row.get(2), row.get(3), row.get(5), row.get(6));
    }

    private static List<Delivery> take(HookedAccount account) {
        return account.stores
                .database()
                .write(transaction -> Deliveries.take(
                        transaction, HookedAccount.CM_ID, 1, Clock.systemUTC().instant()));
    }

    private String secret() {
        var data = new DatabaseUrl.Sqlite(
                folder.resolve("data").resolve("daybook.db").toAbsolutePath());
        try (var account = new HookedAccount(data, Clock.systemUTC())) {
            return account.webhook().secret().text();
        }
    }

    private void account() {
        Outcome.of(
                        environment("DAYBOOK_ACCESS_LOG", "false"),
                        "account",
                        "create",
                        "--cm-id",
                        "1000298",
                        "--name",
                        "Example")
                .expect(Main.DONE);
    }

    private Map<String, String> environment(String name, String value) {
        return Map.of("DAYBOOK_DATA", folder.resolve("data").toString(), name, value);
    }

    private static String[] words(String command, String... further) {
        var words = new ArrayList<>(List.of("webhook", command, "--cm-id", "1000298"));
        words.addAll(List.of(further));
        return words.toArray(String[]::new);
    }

    private Outcome run(String command, String... further) {
        return Outcome.of(Map.of("DAYBOOK_DATA", folder.resolve("data").toString()), words(command, further));
    }

    private static Outcome on(String address, String command, String... further) {
        var words = new ArrayList<>(List.of(words(command, further)));
        words.addAll(List.of("--database-url", address));
        return Outcome.of(words.toArray(String[]::new));
    }
}
