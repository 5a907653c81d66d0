package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code daybook pull} and {@code daybook verify} for tickets and orders. */
@SuppressWarnings("NullAway.Init")
class PullKindsCommandTest {
    private static final int USAGE = 2;
    private static final String DAY = "2024-05-02";

    @TempDir
    Path folder;

    private TestServer server;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TICKET, ndjson, may.ndjson",
        "TICKET, csv, may.csv",
        "TICKET, parquet, may.parquet",
        "ORDER, csv, may.csv",
        "ORDER, parquet, may.parquet",
        "ORDER, ndjson, may.ndjson"
    })
    void verifyConfirmsPulledRecordsOfEachKindAndNamesLaterChanges(RecordKind kind, String format, String name) {
        var records = new TestRecords(server, kind);
        var first = records.add("First");
        records.add("Second");
        var out = folder.resolve(name);
        var pulled =
                pull(kind.plural(), out, "--format", format, "--dates", "iso").expect(Main.DONE);
        assertTrue(pulled.err().contains("2 " + kind.plural() + " of 1 day; 1 request,"), pulled::err);
        assertTrue(pulled.err().contains("the server's proof agrees"), pulled::err);
        assertEquals(
                "the same: 2 " + kind.plural() + " from 2024-05-02 to 2024-05-02\n",
                verify(out).expect(Main.DONE).out());

        server.clock.set(server.clock.instant().plusSeconds(60));
        records.change(first, "Changed");
        var differs = verify(out).expect(PullCommand.NOT_PROVEN);
        assertTrue(differs.out().startsWith("2024-05-02: 0 missing, 0 extra, 1 changed ("), differs::out);
    }

    @Test
    void filesOfSeveralKindsAreVerifiedOneKindAtATime() throws IOException {
        new TestRecords(server, RecordKind.CUSTOMER).add("Asha");
        new TestRecords(server, RecordKind.TICKET).add("Broken");
        var customers = folder.resolve("customers.csv");
        var tickets = folder.resolve("tickets.ndjson");
        pull("customers", customers, "--format", "csv").expect(Main.DONE);
        pull("tickets", tickets).expect(Main.DONE);
        var several = verify(customers, tickets.toString()).expect(USAGE);
        assertTrue(
                several.err().contains("customers in " + customers + " and tickets in " + tickets + "; verify one"),
                several::err);
        var told = verify(customers, "--kind", "tickets").expect(Main.FAILED);
        assertTrue(told.err().contains("no header with taskId, date and lastModificationTime"), told::err);
        var wrong = verify(customers, "--kind", "leads").expect(USAGE);
        assertTrue(wrong.err().contains("--kind: expected customers, tickets, orders"), wrong::err);
        verify(tickets, "--kind", "tickets").expect(Main.DONE);

        var nothing = Files.writeString(folder.resolve("nothing.ndjson"), "");
        assertEquals(
                "2024-05-02: 1 missing (",
                verify(nothing, "--kind", "tickets", "--from", DAY, "--to", DAY)
                        .expect(PullCommand.NOT_PROVEN)
                        .out()
                        .substring(0, 23));
    }

    @Test
    void pullTicketsRefusesOptionsOfCustomers() {
        var refused = pull("tickets", folder.resolve("out"), "--contacts", "contacts.csv")
                .expect(USAGE);
        assertTrue(refused.err().contains("there is no option"), refused::err);
        var help = Outcome.of("pull", "tickets", "--help").expect(Main.DONE).out();
        assertTrue(help.contains("Pull the tickets"), help);
        assertTrue(help.contains("130   interrupted"), help);
        var dry = pull("tickets", folder.resolve("out"), "--dry-run").expect(Main.DONE);
        assertTrue(dry.out().contains("one more for each 100 tickets of a day"), dry::out);
    }

    @Test
    void aPullOfTicketChangesHasOnlyTickets() throws IOException {
        new TestRecords(server, RecordKind.TICKET).add("Broken");
        new TestRecords(server, RecordKind.CUSTOMER).add("Asha");
        var out = folder.resolve("changes.ndjson");
        var words = List.of("pull", "tickets", "--changes", "--out", out.toString());
        var told = run(words).expect(Main.DONE);
        assertEquals("1 changes added to " + out + "\n", told.err());
        assertTrue(Files.readString(out).contains("\"version\":1,\"ticket\":{"));
    }

    private Outcome pull(String kind, Path out, String... more) {
        return run(List.of("pull", kind, "--from", DAY, "--to", DAY, "--out", out.toString()), more);
    }

    private Outcome verify(Path file, String... more) {
        return run(List.of("verify", file.toString()), more);
    }

    private Outcome run(List<String> words, String... more) {
        return Outcome.ofAll(words, Outcome.caller(server.uri(""), TestServer.CM_ID, key), List.of(more));
    }
}
