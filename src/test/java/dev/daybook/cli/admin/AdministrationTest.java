package dev.daybook.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Outcome;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.audit.AuditStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command does the same with a database as with the server of this database: same output, same exit code. */
class AdministrationTest {
    private static final String SCRIPT = """
            account list
            account create|--cm-id|7|--name|Seven|--zone|Europe/London
            account create|--cm-id|7|--name|Again
            account create|--cm-id|0|--name|Zero
            account create|--cm-id|1000000000000000000|--name|Nineteen digits
            account create|--cm-id|999999999999999999|--name|Eighteen digits
            key list|--cm-id|999999999999999999
            account create|--cm-id|8|--name|Eight|--zone|IST
            account set|--cm-id|7|--name|Number Seven
            account set|--cm-id|9|--name|Nine
            account set|--cm-id|7|--all-customer-page|{"zoneIdStr": "7,9"}
            account set|--cm-id|7|--all-customer-page|{"nonsense": 1}
            account set|--cm-id|7|--zone|Asia/Kolkata
            account list|--json
            key list|--cm-id|9
            key list|--cm-id|-9
            key list|--cm-id|7
            key create|--cm-id|7|--scopes|customers:read|--mask|--label|website
            key create|--cm-id|7|--scopes|nonsense
            key create|--cm-id|7|--scopes|LONG
            key create|--cm-id|7|--expires|tomorrow
            key create|--cm-id|7|--expires|2020-01-01
            key create|--cm-id|9
            key create|--cm-id|7|--token-file|TOKEN
            key create|--cm-id|7|--token-file|TOKEN
            key list|--cm-id|7|--json
            key rotate|--cm-id|7|KEY|--overlap|PT0S
            key rotate|--cm-id|7|1
            key rotate|--cm-id|7|KEY|--overlap|P999D
            key disable|--cm-id|7|KEY
            key disable|--cm-id|7|1
            key rotate|--cm-id|7|KEY
            key list|--cm-id|7
            key create|--cm-id|999999999999999999
            account substatus list|--cm-id|7
            account substatus set|ETL|Escalated|--cm-id|7
            account substatus set|E/T L|Odd key|--completes|--cm-id|7
            account substatus set|E/T L|Renamed|--cm-id|7
            account substatus set|RS|Solved|--completes|false|--cm-id|7
            account substatus list|--cm-id|7
            account substatus remove|XX|--cm-id|7
            account substatus remove|ETL|--cm-id|7
            account substatus name-by-keys|--cm-id|7
            account substatus list|--cm-id|7|--json
            account substatus remove|E/T L|--cm-id|7
            account substatus list|--cm-id|9
            account calendar|--cm-id|7
            account calendar|--cm-id|7|--days|MON-FRI|--hours|09:00-18:30|--sla|PT4H|--holidays|2024-08-15
            account calendar|--cm-id|7|--days|SOMEDAY
            account calendar|--cm-id|7|--hours|9-5
            account calendar|--cm-id|7|--json
            webhook show|--cm-id|7
            webhook set|--cm-id|7|--url|http://127.0.0.1:9/
            webhook set|--cm-id|7|--url|http://127.0.0.1:9/|--allow-private
            webhook set|--cm-id|7|--url|https://hooks.example/tickets|--secret-file|SECRET
            webhook set|--cm-id|7|--url|https://hooks.example/tickets|--new-secret|--overlap|P7D
            webhook set|--cm-id|7|--url|ftp://hooks.example/
            webhook show|--cm-id|7
            webhook list|--cm-id|7
            webhook retry|--cm-id|7
            webhook retry|--cm-id|7|12
            webhook remove|--cm-id|7
            webhook remove|--cm-id|7
            user create|asha@shop.example|--name|Asha Rao|--cm-id|7|--role|agent
            user create|asha@shop.example|--cm-id|1000298|--role|owner
            user create|asha@shop.example|--operator
            user create|asha@shop.example|--cm-id|7|--operator
            user create|asha|--cm-id|7
            user create|b@shop.example|--cm-id|7|--role|king
            user create|b@shop.example
            user create|b@shop.example|--cm-id|9
            user list
            user disable|asha@shop.example
            user disable|nobody@shop.example
            user list
            user reset|asha@shop.example
            user reset|asha@shop.example|--enable
            user reset|nobody@shop.example
            restored
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void commandsHaveTheSameResultOverHttpAndOnTheDatabase(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var one = TestServer.start(DatabaseUrl.parse(url));
                var other = TestServer.start(database)) {
            one.addAdminKey(Instant.MAX);
            var token = Files.writeString(folder.resolve("admin-token"), other.addAdminKey(Instant.MAX) + "\n");
            var direct = List.of("--database-url", url);
            var asked =
                    List.of("--server", other.adminUri("").toString() + "/", "--admin-token-file", token.toString());
            var succeeded = 0;
            for (var line : SCRIPT.lines().toList()) {
                var expected = run(line, direct);
                assertEquals(shown(line, expected, direct), shown(line, run(line, asked), asked));
                assertFalse(expected.err().contains("\tat "), expected.err());
                succeeded += expected.code() == 0 ? 1 : 0;
            }
            assertEquals(44, succeeded, "commands of the script that succeed");
        }
    }

    private final Map<List<String>, String> keys = new HashMap<>();

    private Outcome run(String line, List<String> where) throws IOException {
        var words = new ArrayList<String>();
        var parts = line.split("\\|");
        words.addAll(Arrays.asList(parts[0].split(" ")));
        for (var part : Arrays.asList(parts).subList(1, parts.length)) {
            words.add(
                    switch (part) {
                        case "TOKEN" ->
                            Files.writeString(folder.resolve("token"), "letmein")
                                    .toString();
                        case "SECRET" ->
                            Files.writeString(folder.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                                    .toString();
                        case "LONG" -> "nonsense".repeat(50);
                        case "KEY" -> keys.getOrDefault(where, "");
                        default -> part;
                    });
        }
        words.addAll(where);
        var outcome = Outcome.of(words.toArray(new String[0]));
        if (outcome.err().startsWith("Key ")) {
            keys.putIfAbsent(where, outcome.err().substring(4).split("[. ]", -1)[0]);
        }
        return outcome;
    }

    /** The outcome as text, with names in place of the options and of values that are random or depend on the clock. */
    private static String shown(String line, Outcome outcome, List<String> where) {
        return line + "\n"
                + (outcome.code() + "\n" + outcome.out() + outcome.err())
                        .replace(String.join(" ", where), "WHERE")
                        .replaceAll("whsec_[A-Za-z0-9+/=]{32,}", "SECRET")
                        .replaceAll("/console/link/[A-Za-z0-9_-]+", "LINK")
                        .replaceAll("(?m)^[A-Za-z0-9+/=]{40,}$", "TOKEN")
                        .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                        .replaceAll("\\b[0-9]{9,10}\\b", "ID");
    }

    @Test
    void saysWhatIsWrongWithTheServerOrTheKey() throws IOException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var token = Files.writeString(folder.resolve("token"), server.token).toString();
            var address = server.adminUri("").toString();
            ends(2, "--server needs --admin-token-file", "--server", address);
            ends(2, "expected https://HOST", "--server", "shop.example", "--admin-token-file", token);
            ends(2, "http would show", "--server", "http://shop.example", "--admin-token-file", token);
            ends(1, "the admin API needs an admin key", "--server", address, "--admin-token-file", token);
            var variable = Map.of("DAYBOOK_SERVER", address);
            var refused = Outcome.of(variable, "account", "list", "--admin-token-file", token);
            var remedy = "; 'daybook admin-key create' makes one, on the database\n";
            assertTrue(refused.expect(1).err().endsWith(remedy), refused::err);
            ends(1, "no answer from http://127.0.0.1:1", "--server", "http://127.0.0.1:1", "--admin-token-file", token);
            ends(1, "no operation at this path", "--server", address + "/x", "--admin-token-file", token);
            // The address alone has less than the 8 KB that are allowed for all headers.
            var longKey = "account substatus remove --cm-id 7 " + "x".repeat(8_100);
            ends(longKey, 1, "daybook: The headers are too large", "--server", address, "--admin-token-file", token);
            var tls = new String[] {"--server", address.replace("http:", "https:"), "--admin-token-file", token};
            ends("key disable --cm-id 7 1", 1, "or name its TLS port\n", tls);
        }
    }

    @Test
    void aCommandWithBothADatabaseAndAServerIsRefused() {
        var server = "http://127.0.0.1:1";
        for (var database : List.of("--data=" + folder, "--database-url=sqlite:" + folder.resolve("x.db"))) {
            ends(2, "give one of them", "--server", server, "--admin-token-file", "token", database);
            var named = database.substring(0, database.indexOf('='));
            var set = Map.of("DAYBOOK_SERVER", server, "DAYBOOK_ADMIN_TOKEN_FILE", "token");
            for (var command : List.of("account list", "account create --cm-id 7 --name x")) {
                var words = new ArrayList<>(List.of(command.split(" ")));
                words.add(database);
                var refused = Outcome.of(set, words.toArray(new String[0])).expect(2);
                assertTrue(refused.err().contains(named + " and --server"), refused::err);
            }
        }
        ends(2, "--admin-token-file is for --server", "--data", folder.toString(), "--admin-token-file", "token");
        assertFalse(Files.exists(folder.resolve("daybook.db")), "nothing was created");
    }

    /**
     * A variable applies to every command. So DAYBOOK_DATA is no contradiction to {@code --server}, and
     * DAYBOOK_ADMIN_TOKEN_FILE none to {@code --data}.
     */
    @Test
    void aVariableForTheDatabaseMayExistBesideTheOptionServer() {
        var data = folder.toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", data)
                .expect(0);
        Outcome.of(Map.of("DAYBOOK_ADMIN_TOKEN_FILE", "token"), "account", "list", "--data", data)
                .expect(0);
        var asked = Outcome.of(
                        Map.of("DAYBOOK_DATA", data),
                        "account",
                        "list",
                        "--server",
                        "http://127.0.0.1:1",
                        "--admin-token-file",
                        "none")
                .expect(2);
        assertTrue(asked.err().contains("cannot read none"), asked::err);
    }

    /**
     * A 200 that does not come from the admin API is a failure: a server with {@code --failure-status ok} also answers
     * 200 if it does not know the path and has done nothing.
     */
    @Test
    void anAnswer200OfAnotherServerIsReportedAsAFailure() throws IOException {
        try (var other = VendorServer.start(List.of())) {
            var token = Files.writeString(folder.resolve("token"), "some").toString();
            var options = new String[] {"--server", other.uri().toString(), "--admin-token-file", token};
            for (var body : List.of("{\"message\":\"Not Found\",\"status\":\"failed\"}", "<html></html>", "", "[]")) {
                other.misbehave(Misbehaviour.of("200", Misbehaviour.Sort.PROBE)
                        .unknownPaths(answer -> VendorAnswer.json(200, body)));
                ends(1, "is not the admin API of Daybook", options);
                ends("key disable --cm-id 7 1", 1, "is not the admin API of Daybook", options);
            }
            other.misbehave(Misbehaviour.of("{}", Misbehaviour.Sort.PROBE)
                    .unknownPaths(answer -> VendorAnswer.json(200, "{}")));
            ends(1, "is not the admin API of Daybook", options);
            ends("account set --cm-id 7 --name Seven", 1, "is not the admin API of Daybook", options);
            ends("account set --cm-id 7 --name Seven", 1, "; whether this was stored is not known; see what", options);
        }
    }

    /**
     * If the answer to a change is lost, the message says that the change may be stored, and what to do. If it was
     * stored, a repeated command would find nothing to change, and skip what should follow the change.
     */
    @Test
    void aLostAnswerToAChangeLeavesOpenWhetherItWasStored() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "some").toString();
        var faults = Map.of(
                Fault.silence(Duration.ofMillis(20)), ": the server closed the connection without an answer",
                Fault.reset(), ": ",
                Fault.serverError(504), ": a proxy answered 504");
        for (var fault : faults.keySet()) {
            try (var proxy = FaultProxy.start(URI.create("http://127.0.0.1:1"), FaultPlan.always(fault))) {
                var options = new String[] {"--server", proxy.uri().toString(), "--admin-token-file", token};
                // The second command of an advice is for the machine of the database.
                var place = String.join(" ", options);
                var start = "no answer from " + proxy.uri() + faults.get(fault);
                for (var advised : List.of(
                        "account set --cm-id 7 --zone Europe/London|; if 'daybook account list WHERE' shows the new zone, run"
                                + " 'daybook rerender --all'",
                        "account substatus remove ETL --cm-id 7|; if 'daybook account substatus list WHERE' shows the"
                                + " change, run 'daybook rerender --all'",
                        "account set --cm-id 7 --name Seven|; see what the server has before you run this again",
                        "key rotate --cm-id 7 1|; see what the server has before you run this again",
                        "restored|; run this again")) {
                    var command = advised.replace("WHERE", place).split("\\|", -1);
                    ends(command[0], 1, start, options);
                    ends(command[0], 1, "; whether this was stored is not known" + command[1] + "\n", options);
                }
                var read = Outcome.of("account list --server %s --admin-token-file %s"
                                .formatted(proxy.uri(), token)
                                .split(" "))
                        .expect(1);
                assertTrue(read.err().contains("no answer from " + proxy.uri()), read::err);
                assertFalse(read.err().contains("not known"), read::err);
            }
        }
    }

    private static void ends(int code, String message, String... options) {
        ends("account list", code, message, options);
    }

    private static void ends(String command, int code, String message, String... options) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of(options));
        var outcome = Outcome.of(words.toArray(new String[0])).expect(code);
        assertTrue(outcome.err().contains(message), outcome.err());
    }

    @ParameterizedTest
    @EnumSource
    void adminKeysAreMadeListedAndDisabledOnTheDatabase(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var created = Outcome.of("admin-key", "create", "--label", "operations", "--database-url", url)
                    .expect(0);
            var token =
                    Files.writeString(folder.resolve("token"), created.out()).toString();
            String[] list = {"account", "list", "--server", server.adminUri("").toString(), "--admin-token-file", token
            };
            Outcome.of(list).expect(0);
            var listed = Outcome.of("admin-key", "list", "--database-url", url).expect(0);
            assertTrue(listed.out().matches("[0-9]+\tvalid\tnever\t2024-05-02T10:45:00Z\toperations\n"), listed.out());
            var id = listed.out().split("\t", -1)[0];
            Outcome.of("admin-key", "disable", id, "--database-url", url).expect(0);
            Outcome.of(list).expect(1);
            Outcome.of("admin-key", "disable", "1", "--database-url", url).expect(1);
            Outcome.of("admin-key", "create", "--admin-key-expires", "soon", "--database-url", url)
                    .expect(2);
            var tooLong = Outcome.of("admin-key", "create", "--label", "x".repeat(201), "--database-url", url)
                    .expect(2);
            assertEquals("daybook: --label: expected at most 200 characters\n", tooLong.err());
            var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
            var audited =
                    server.stores.database().read(transaction -> AuditStore.before(transaction, 0, newest, 0, 10));
            assertEquals(
                    List.of(AuditAction.DISABLE_ADMIN_KEY, AuditAction.CREATE_ADMIN_KEY, AuditAction.LOOK_AT_ACCOUNTS),
                    audited.stream().map(AuditEntry::action).toList());
        }
    }

    @Test
    void anAdminKeyThatCannotBeStoredIsAnError() {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            String[] create = {"admin-key", "create", "--database-url", url};
            Outcome.of(create).expect(0);
            var database = server.stores.database();
            database.run(transaction -> transaction.handle().execute("UPDATE record_id SET next_id = next_id - 2"));
            var refused = Outcome.of(create).expect(1);
            assertTrue(refused.err().contains("was not stored; discard its token"), refused.err());
            var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
            assertEquals(
                    1,
                    database.read(transaction -> AuditStore.before(transaction, 0, newest, 0, 10))
                            .size());
        }
    }
}
