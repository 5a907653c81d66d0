package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls to the same place before and after the account gets another zone. */
@SuppressWarnings("NullAway.Init")
class PullZoneTest {
    private static final int USAGE = 2;
    private static final int KEY_REFUSED = 4;

    private static final Fault NO_SUCH_PATH = Fault.answer(404, "{\"message\":\"No such path\",\"status\":\"failed\"}");

    @TempDir
    Path folder;

    private TestServer server;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
        new TestRecords(server, RecordKind.CUSTOMER).add("Asha");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void changesAreNotAppendedAfterAChangeOfTheZone() throws IOException {
        var out = folder.resolve("changes.ndjson");
        run(out, "--changes").expect(Main.DONE);
        var before = Files.readString(out);
        moveTo("Asia/Dubai");
        var refused = run(out, "--changes", "--quiet").expect(USAGE);
        assertTrue(refused.err().contains("times of Asia/Kolkata, but the account is in Asia/Dubai now"), refused::err);
        assertEquals(before, Files.readString(out));
        run(out, "--changes", "--restart").expect(Main.DONE);
        run(out, "--changes").expect(Main.DONE);
    }

    /** A follower asks for the zone in each round. */
    @Test
    void aFollowerOfChangesEndsAfterAChangeOfTheZone() throws Exception {
        var out = folder.resolve("changes.ndjson");
        var follower = CompletableFuture.supplyAsync(() -> run(out, "--changes", "--follow", "--every", "1"));
        Waits.until(() -> follower.isDone() || (Files.exists(out) && Files.size(out) > 0), () -> "nothing is written");
        moveTo("Asia/Dubai");
        server.clock.set(server.clock.instant().plus(Duration.ofMinutes(5)));
        var refused = follower.get(5, TimeUnit.MINUTES).expect(USAGE);
        assertTrue(refused.err().contains("times of Asia/Kolkata, but the account is in Asia/Dubai now"), refused::err);
    }

    /**
     * In the second round, a gateway answers the proof and the page in place of the server. The round still knows that
     * the key masks, and asks for the changes.
     */
    @Test
    void aFollowerOfMaskedChangesOutlivesAnAnswerOfAGateway() throws Exception {
        var out = folder.resolve("changes.ndjson");
        Files.writeString(key, server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX) + "\n");
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.burst(3, 2, Fault.html()))) {
            var follower = CompletableFuture.supplyAsync(() -> Outcome.ofAll(
                    List.of("pull", "customers", "--out", out.toString()),
                    Outcome.caller(proxy.uri(), TestServer.CM_ID, key),
                    List.of("--changes", "--follow", "--every", "1")));
            Waits.until(
                    () -> follower.isDone() || proxy.requests().size() >= 7,
                    () -> proxy.requests().toString());
            moveTo("Asia/Dubai");
            var refused = follower.get(5, TimeUnit.MINUTES).expect(USAGE);
            assertTrue(refused.err().contains("times of Asia/Kolkata, but the account is in Asia/Dubai"), refused::err);
        }
    }

    /**
     * In Dubai a day begins an hour and a half later than in Kolkata. If only the newest days were pulled again, the
     * customer of 00:30 on the first of them would be in no file.
     */
    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "parquet"})
    void aFolderHasDaysOfOneZone(String format) throws IOException {
        for (var day = 2; day <= 5; day++) {
            server.clock.set(LocalDateTime.of(2024, 5, day, 0, 30)
                    .atZone(Account.DEFAULT_ZONE)
                    .toInstant());
            new TestRecords(server, RecordKind.CUSTOMER).add("Bina");
        }
        var out = folder.resolve("customers");
        days(out, format, 2, 3).expect(Main.DONE);
        days(out, format, 3, 4, "--restart", "--zone", "Asia/Calcutta").expect(Main.DONE);
        days(out, format, 2, 4, "--restart").expect(Main.DONE);
        moveTo("Asia/Dubai");
        for (var restart : List.of("true", "false")) {
            var refused =
                    days(out, format, 3, 5, "--quiet", "--restart=" + restart).expect(USAGE);
            assertTrue(
                    refused.err()
                            .contains(
                                    out + " has days of Asia/Kolkata from 2024-05-02 to 2024-05-02. Days of Asia/Dubai"
                                            + " begin at other times, "),
                    refused::err);
        }
        days(out, format, 2, 5).expect(Main.DONE);
        Outcome.ofAll(List.of("verify", out.toString()), caller()).expect(Main.DONE);
        days(out, format, 4, 5, "--restart").expect(Main.DONE);
        days(out, format, 5, 6).expect(Main.DONE);
    }

    /** The files of the days have the same name, so another option does not separate the days of two zones. */
    @ParameterizedTest
    @ValueSource(strings = {"--csv-safe", "--contacts=people.csv", "--dates=iso", "other address", "masking key"})
    void noOtherOptionLetsAFolderHaveDaysOfTwoZones(String option) throws IOException {
        var out = folder.resolve("customers");
        days(out, "csv", 2, 4).expect(Main.DONE);
        moveTo("Asia/Dubai", option.equals("masking key"));
        refusesSeam(changed(option, out, 3, 5), "from 2024-05-02 to 2024-05-02");
        changed(option, out, 2, 4).expect(Main.DONE);
        assertEquals(
                List.of(),
                Files.readAllLines(out.resolve(".daybook-pulled")).stream()
                        .filter(line -> line.contains("Asia/Kolkata"))
                        .toList());
        changed(option, out, 5, 6).expect(Main.DONE);
    }

    /**
     * A gateway passes only the vendor's paths on, so the server gives no proof. But its pages state their windows, so
     * its days begin and end in the zone of the account.
     */
    @Test
    void aFolderHasDaysOfOneZoneIfOnlyPagesShowThatTheServerIsDaybook() throws IOException {
        var out = folder.resolve("customers");
        try (var proxy = FaultProxy.start(
                server.uri(""), FaultPlan.when(request -> request.target().startsWith("/daybook/"), NO_SUCH_PATH))) {
            daysFrom(proxy.uri(), out, 2, 3, "--zone", "Asia/Kolkata").expect(Main.DONE);
            moveTo("Asia/Dubai");
            for (var restart : List.of("--restart=false", "--restart")) {
                refusesSeam(
                        daysFrom(proxy.uri(), out, 3, 4, restart, "--zone", "Asia/Dubai"),
                        "from 2024-05-02 to 2024-05-02");
            }
            daysFrom(proxy.uri(), out, 2, 4, "--zone", "Asia/Dubai").expect(Main.DONE);
        }
    }

    /** Other formats have files of other names, which are a set of days of their own. */
    @Test
    void filesOfAnotherNameMayBeOfAnotherZone() throws IOException {
        var out = folder.resolve("customers");
        days(out, "csv", 2, 4).expect(Main.DONE);
        moveTo("Asia/Dubai");
        days(out, "ndjson", 4, 5).expect(Main.DONE);
        days(out, "parquet", 4, 5).expect(Main.DONE);
        days(out, "csv", 4, 5, "--compress", "gzip").expect(Main.DONE);
        refusesSeam(days(out, "csv", 4, 5, "--restart"), "from 2024-05-02 to 2024-05-03");
    }

    /** A file of contacts may have the same name beside files of records with different names. */
    @Test
    void aFileOfContactsHasDaysOfOneZone() throws IOException {
        var out = folder.resolve("customers");
        days(out, "csv", 2, 4, "--contacts", "people.csv").expect(Main.DONE);
        moveTo("Asia/Dubai");
        var other = new String[] {"--compress", "gzip", "--restart", "--contacts"};
        refusesSeam(days(out, "csv", 4, 5, with(other, "./People.csv")), "from 2024-05-02 to 2024-05-03");
        days(out, "csv", 4, 5, with(other, "others.csv")).expect(Main.DONE);
    }

    /** The receipt drops the days of the key that did not mask, but their files are still in the folder. */
    @Test
    void daysOfADroppedKindOfKeyKeepTheirZone() throws IOException {
        var out = folder.resolve("customers");
        days(out, "ndjson", 2, 4).expect(Main.DONE);
        moveTo("Asia/Kolkata", true);
        days(out, "ndjson", 4, 4, "--restart").expect(Main.DONE);
        days(out, "ndjson", 5, 5).expect(Main.DONE);
        moveTo("Asia/Dubai", true);
        refusesSeam(days(out, "ndjson", 4, 6, "--restart"), "from 2024-05-02 to 2024-05-03");
        days(out, "ndjson", 2, 6, "--restart").expect(Main.DONE);
        days(out, "ndjson", 6, 7, "--restart").expect(Main.DONE);
    }

    private static String[] with(String[] words, String last) {
        return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
    }

    private Outcome changed(String option, Path out, int from, int to) {
        if (option.equals("other address")) {
            var address = URI.create(server.uri("").toString().replace("127.0.0.1", "localhost"));
            return daysFrom(address, out, from, to, "--format", "csv", "--restart");
        }
        return option.startsWith("--")
                ? days(out, "csv", from, to, option, "--restart")
                : days(out, "csv", from, to, "--restart");
    }

    private static void refusesSeam(Outcome pull, String days) {
        pull.expect(USAGE);
        assertTrue(pull.err().contains(" has days of Asia/Kolkata " + days + ". Days of Asia/Dubai begin"), pull::err);
    }

    /** Another server cuts the days in its own zone, but the instants in the files are of the command's zone. */
    @ParameterizedTest
    @ValueSource(strings = {"ndjson vendor", "ndjson iso", "csv iso", "parquet vendor"})
    void aCorrectedZoneLeavesNoWrongInstants(String formatAndDates) throws IOException {
        var customers = IntStream.rangeClosed(2, 5)
                .mapToObj(
                        day -> VendorCustomer.of(day, LocalDate.of(2024, 5, day).atTime(9, 0)))
                .toList();
        var out = folder.resolve("customers");
        Files.writeString(key, VendorServer.TOKEN + "\n");
        try (var vendor = VendorServer.start(customers)) {
            vendorDays(vendor, formatAndDates, 2, 4).expect(Main.DONE);
            var hasInstants = !formatAndDates.equals("ndjson vendor");
            for (var restart : List.of("--restart=false", "--restart")) {
                var corrected = vendorDays(vendor, formatAndDates, 4, 5, "--zone", "Asia/Dubai", restart)
                        .expect(hasInstants ? USAGE : Main.DONE);
                assertEquals(
                        hasInstants,
                        corrected
                                .err()
                                .contains(out + " has days of Asia/Kolkata from 2024-05-02 to 2024-05-03. Files of"
                                        + " Asia/Dubai have other instants for the same times. If the account is still"
                                        + " in Asia/Kolkata, name it by --zone; otherwise pull these days too, "),
                        corrected::err);
            }
            vendorDays(vendor, formatAndDates, 4, 5, "--zone", "Asia/Calcutta").expect(Main.DONE);
            vendorDays(vendor, formatAndDates, 2, 5, "--zone", "Asia/Dubai").expect(Main.DONE);
            vendorDays(vendor, formatAndDates, 5, 5, "--zone", "Asia/Dubai").expect(Main.DONE);
        }
    }

    private Outcome vendorDays(VendorServer vendor, String formatAndDates, int first, int last, String... more) {
        var words = formatAndDates.split(" ", -1);
        return Outcome.ofAll(
                List.of(
                        "pull",
                        "customers",
                        "--out",
                        folder.resolve("customers").toString()),
                List.of("--partition", "day", "--format", words[0], "--dates", words[1]),
                List.of("--from", "2024-05-0" + first, "--to", "2024-05-0" + last),
                Outcome.caller(vendor.uri(), VendorServer.CM_ID, key),
                List.of(more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson vendor", "csv iso", "parquet vendor"})
    void twoNamesOfAZoneContinueTheSamePull(String formatAndDates) throws IOException {
        var out = folder.resolve("customers");
        var words = formatAndDates.split(" ", -1);
        var pull = List.of("pull", "customers", "--out", out.toString(), "--partition", "day", "--format", words[0]);
        var days = List.of("--from", "2024-05-02", "--to", "2024-05-04", "--dates", words[1]);
        var stops = FaultPlan.from(2, Fault.unauthorized())
                .only(request -> request.target().equals(Paths.PULL_CUSTOMERS));
        try (var proxy = FaultProxy.start(server.uri(""), stops)) {
            var caller = Outcome.caller(proxy.uri(), TestServer.CM_ID, key);
            Outcome.ofAll(pull, caller, days).expect(KEY_REFUSED);
            proxy.plan(FaultPlan.none());
            Outcome.ofAll(pull, caller, days, List.of("--zone", "Asia/Calcutta"))
                    .expect(Main.DONE);
            var again = Outcome.ofAll(pull, caller, days).expect(Main.DONE);
            assertTrue(again.err().contains("is complete already"), again::err);
        }
    }

    /** The history of these zones differs, but the pulled days are the same in each. */
    @Test
    void zonesWithTheSameDaysMayFollowEachOther() throws IOException {
        var out = folder.resolve("customers");
        days(out, "parquet", 2, 4, "--zone", "+05:30").expect(Main.DONE);
        days(out, "parquet", 4, 5, "--restart").expect(Main.DONE);
        moveTo("Asia/Colombo");
        days(out, "parquet", 5, 6, "--restart").expect(Main.DONE);
    }

    private Outcome days(Path out, String format, int from, int to, String... more) {
        return daysFrom(server.uri(""), out, from, to, with(more, "--format=" + format));
    }

    private Outcome daysFrom(URI address, Path out, int from, int to, String... more) {
        return Outcome.ofAll(
                List.of("pull", "customers", "--out", out.toString(), "--partition", "day"),
                Outcome.caller(address, TestServer.CM_ID, key),
                List.of("--from", "2024-05-0" + from, "--to", "2024-05-0" + to),
                List.of(more));
    }

    private List<String> caller() {
        return Outcome.caller(server.uri(""), TestServer.CM_ID, key);
    }

    /** Gives the account another zone, and makes a new key, because the server caches a key with its account. */
    private void moveTo(String zone) throws IOException {
        moveTo(zone, false);
    }

    private void moveTo(String zone, boolean masking) throws IOException {
        var account = new Account(TestServer.CM_ID, "Test", ZoneId.of(zone), "{}");
        server.stores.database().write(transaction -> AccountStore.set(transaction, account));
        server.stores.rerender(account, true);
        Files.writeString(
                key, server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), masking, Instant.MAX) + "\n");
    }

    private Outcome run(Path out, String... words) {
        return Outcome.ofAll(List.of("pull", "customers", "--out", out.toString()), caller(), List.of(words));
    }
}
