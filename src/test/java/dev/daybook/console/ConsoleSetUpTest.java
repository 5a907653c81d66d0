package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.kit.Browser;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of an account, on both databases, and those of a sandbox. */
class ConsoleSetUpTest {
    private static final Pattern WAS = Pattern.compile("name=\"was\" value=\"([^\"]+)\"");
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String SANDBOX = HOME + "settings/sandbox";

    private static TicketRules rules(TestServer server) {
        return server.stores.database().read(transaction -> TicketRulesStore.find(transaction, TestServer.CM_ID));
    }

    @ParameterizedTest
    @EnumSource
    void theWorkingHoursAreSet(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertTrue(manager.get(HOME + "settings").body().contains("value=\"24:00\""), "around the clock");
            var set = manager.post(
                    HOME + "settings/calendar",
                    "was",
                    was(manager),
                    "day",
                    "MONDAY",
                    "day",
                    "SUNDAY",
                    "opens",
                    "09:00",
                    "closes",
                    "18:30",
                    "holidays",
                    "2026-01-26, 2026-08-15\n2026-10-02",
                    "minutes",
                    "240");
            assertEquals(303, set.statusCode(), set.body());
            var calendar = new WorkCalendar(
                    Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                    LocalTime.of(9, 0),
                    LocalTime.of(18, 30),
                    Set.of(LocalDate.of(2026, 1, 26), LocalDate.of(2026, 8, 15), LocalDate.of(2026, 10, 2)));
            assertEquals(calendar, rules(server).calendar());
            assertEquals(Duration.ofHours(4), rules(server).allowed());
            var page = manager.get(HOME + "settings").body();
            assertTrue(page.contains("2026-01-26\n2026-08-15\n2026-10-02</textarea>"), page);
            assertEquals(1, ConsoleAudit.count(server, AuditAction.CHANGE_CALENDAR));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsAddedToAList(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertFalse(manager.get(HOME + "settings").body().contains("North"));
            var added = manager.post(HOME + "settings/lists", "list", "ZONE", "name", "North");
            assertEquals(303, added.statusCode());
            assertTrue(manager.get(HOME + "settings").body().contains("North"));
        }
    }

    /**
     * Two forms are sent after a call of the admin API has read the settings, and before it writes them. All changes
     * must be kept.
     */
    @ParameterizedTest
    @EnumSource
    void concurrentChangesOfSettingsAreAllKept(TestDatabase database) throws Exception {
        var url = database.create();
        try (var server = TestServer.start(url, TestServer.patient(), TestSettings::console);
                var other = Stores.open(url)) {
            var first = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var second = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            first.get(HOME + "settings");
            second.get(HOME + "settings");
            var hours = hours(first, "");
            var sent = other.database().write(transaction -> {
                transaction.dialect().lockWord(transaction, TestServer.CM_ID, "settings");
                var before = TicketRulesStore.find(transaction, TestServer.CM_ID);
                var forms = List.of(
                        CompletableFuture.supplyAsync(() -> first.post(HOME + "settings/calendar", hours)),
                        CompletableFuture.supplyAsync(() ->
                                second.post(HOME + "settings/sub-statuses", "key", "B", "name", "Of the console")));
                forms.forEach(Waits::awaitAMoment);
                TicketRulesStore.put(
                        transaction,
                        TestServer.CM_ID,
                        before.subStatuses().with(new SubStatus("A", "Of the call", false)));
                return forms;
            });
            for (var form : sent) {
                assertEquals(303, form.get(60, TimeUnit.SECONDS).statusCode());
            }
            var keys = rules(server).subStatuses().list().stream()
                    .map(SubStatus::key)
                    .toList();
            assertTrue(keys.containsAll(List.of("A", "B")), keys::toString);
            assertEquals(LocalTime.of(9, 0), rules(server).calendar().opens());
            assertEquals(Duration.ofHours(4), rules(server).allowed());
        }
    }

    /**
     * The description of the API is on the main port only, where its page can try the calls. So the console has a link
     * to it only if it is on the same port.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void developersGetALinkToTheDescriptionIfItIsOnTheirPort(boolean isApart) {
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                settings -> isApart ? settings.console().consolePort(0) : settings.console())) {
            var page = Browser.of(server, Role.MANAGER, TestServer.CM_ID).get(HOME + "developers");
            assertEquals(200, page.statusCode());
            assertEquals(!isApart, page.body().contains("href=\"/docs\""), page.body());
        }
    }

    /**
     * Sub-statuses are found by their keys without regard to case. So a new key that differs only in case from an
     * existing one would never be found.
     */
    @Test
    void aSubStatusKeyThatDiffersOnlyInCaseIsRefused() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var browser = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            browser.get(HOME + "settings");
            var refused = browser.post(HOME + "settings/sub-statuses", "key", "us", "name", "New");
            assertEquals(422, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("US"), refused.body());
            assertEquals(SubStatuses.DEFAULT, rules(server).subStatuses());
        }
    }

    /** The form is always blank, so without a choice it must not change whether the sub-status completes tickets. */
    @Test
    void aRenamedSubStatusStillCompletesTickets() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(HOME + "settings");
            assertTrue(completes(server, manager, "CL", ""));
            assertFalse(completes(server, manager, "CL", "0"));
            assertFalse(completes(server, manager, "CL", ""));
            assertTrue(completes(server, manager, "CL", "1"));
            assertFalse(completes(server, manager, "NEW", ""), "a new one");
        }
    }

    /** Renames a sub-status by the form, and returns whether it then completes tickets. */
    private static boolean completes(TestServer server, Browser manager, String key, String choice) {
        var name = "Name for " + key + choice;
        var set = manager.post(HOME + "settings/sub-statuses", "key", key, "name", name, "completes", choice);
        assertEquals(303, set.statusCode(), set.body());
        var named = rules(server).subStatuses().find(key).orElseThrow();
        assertEquals(name, named.name());
        return named.completes();
    }

    /**
     * Two people have opened the form, and the first one has set the hours. The second person's form must be refused:
     * it would overwrite these hours, which the person has not seen.
     */
    @ParameterizedTest
    @EnumSource
    void aFormWithOutdatedWorkingHoursIsRefused(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var first = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var second = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var was = was(first);
            assertEquals(was, was(second));
            String[] early = {
                "was",
                was,
                "day",
                "MONDAY",
                "opens",
                "08:00",
                "closes",
                "18:30",
                "holidays",
                "2026-01-26",
                "minutes",
                "240"
            };
            String[] late = {
                "was", was, "day", "MONDAY", "opens", "10:00", "closes", "18:30", "holidays", "", "minutes", "60"
            };
            assertEquals(303, first.post(HOME + "settings/calendar", early).statusCode());
            var refused = second.post(HOME + "settings/calendar", late);
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("Somebody changed the working hours"), refused.body());
            assertTrue(refused.body().contains("value=\"10:00\""), "what was typed is kept");
            assertEquals(422, second.post(HOME + "settings/calendar", late).statusCode(), "it is refused again");
            assertEquals(LocalTime.of(8, 0), rules(server).calendar().opens());
            assertEquals(1, ConsoleAudit.count(server, AuditAction.CHANGE_CALENDAR));
            late[1] = was(second);
            assertEquals(303, second.post(HOME + "settings/calendar", late).statusCode());
            assertEquals(Duration.ofHours(1), rules(server).allowed());
        }
    }

    /**
     * The working hours that the form now shows, in the hidden field by which the server notices a change in between.
     */
    private static String was(Browser browser) {
        var hidden = WAS.matcher(browser.get(HOME + "settings").body());
        assertTrue(hidden.find(), "the form has the hours that it shows");
        return hidden.group(1);
    }

    /**
     * The fields of the form of working hours: Monday from 09:00 to 18:30, and 240 working minutes for a new ticket.
     */
    private static String[] hours(Browser browser, String holidays) {
        return new String[] {
            "was",
            was(browser),
            "day",
            "MONDAY",
            "opens",
            "09:00",
            "closes",
            "18:30",
            "holidays",
            holidays,
            "minutes",
            "240"
        };
    }

    @ParameterizedTest
    @EnumSource
    void invalidWorkingHoursAreRefusedAndStayInTheForm(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(HOME + "settings");
            for (var wrong : List.of(
                    List.of("MONDAY", "18:00", "09:00", "", "0"),
                    List.of("MONDAY", "9 o'clock", "18:00", "", "0"),
                    List.of("MONDAY", "09:00:30", "18:00", "", "0"),
                    List.of("MONDAY", "09:00", "18:00", "26 January", "0"),
                    List.of("MONDAY", "09:00", "18:00", "", "soon"),
                    List.of("MONDAY", "09:00", "18:00", "", "9999999"),
                    List.of("MUNDAY", "09:00", "18:00", "", "0"))) {
                var refused = manager.post(
                        HOME + "settings/calendar",
                        "day",
                        wrong.get(0),
                        "opens",
                        wrong.get(1),
                        "closes",
                        wrong.get(2),
                        "holidays",
                        wrong.get(3),
                        "minutes",
                        wrong.get(4));
                assertEquals(422, refused.statusCode(), wrong::toString);
                assertTrue(refused.body().contains("value=\"" + wrong.get(2) + "\""), "what was typed is kept");
                assertTrue(refused.body().contains("without seconds"), refused.body());
                assertTrue(refused.body().contains("less than 5,270,400"), refused.body());
            }
            assertEquals(
                    422,
                    manager.post(
                                    HOME + "settings/calendar",
                                    "opens",
                                    "09:00",
                                    "closes",
                                    "18:00",
                                    "holidays",
                                    "",
                                    "minutes",
                                    "0")
                            .statusCode(),
                    "no day");
            assertEquals(WorkCalendar.ALWAYS, rules(server).calendar());
            assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_CALENDAR));
        }
    }

    /** Every write of a ticket reads the sub-statuses and the holidays of its account. So their number is bounded. */
    @Test
    void moreSubStatusesOrHolidaysThanAnAccountMayHaveAreRefused() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var most = IntStream.range(0, 500)
                    .mapToObj(number -> new SubStatus("S" + number, "Step " + number, false))
                    .toList();
            server.stores
                    .database()
                    .run(transaction -> TicketRulesStore.put(transaction, TestServer.CM_ID, new SubStatuses(most)));
            var before = rules(server);
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(HOME + "settings");
            var start = LocalDate.of(2026, 1, 1);
            var holidays = start.datesUntil(start.plusDays(1_001))
                    .map(LocalDate::toString)
                    .collect(Collectors.joining("\n"));
            var hours = hours(manager, holidays);

            for (var language : List.of("en", "hi")) {
                manager.post("/console/language", "language", language, "to", HOME + "settings");
                var days = manager.post(HOME + "settings/calendar", hours);
                assertEquals(422, days.statusCode());
                var help = language.equals("hi") ? "अधिक से अधिक 1,000;" : "at most 1,000 holidays";
                assertTrue(days.body().contains(help), days.body());
                assertTrue(days.body().contains("2028-09-27"), "what was typed is kept");
                var another = manager.post(HOME + "settings/sub-statuses", "key", "XX", "name", "One too many");
                assertEquals(422, another.statusCode(), another.body());
                var bound = language.equals("hi") ? "अधिक से अधिक 500 उप-स्थितियाँ" : "at most 500 sub-statuses";
                assertTrue(another.body().contains(bound), another.body());
            }

            assertEquals(before, rules(server));
            assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_CALENDAR));
            assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_SUB_STATUS));
            hours[9] = hours[9].substring(0, hours[9].lastIndexOf('\n'));
            assertEquals(303, manager.post(HOME + "settings/calendar", hours).statusCode());
        }
    }

    @Test
    void aServerShowsItsLimitsAndNoSandbox() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var page = owner.get(HOME + "settings").body();
            assertTrue(page.contains("1,000 records") && page.contains("1,024 KB"), page);
            assertFalse(page.contains("sandbox"), page);
            assertEquals(404, owner.get(SANDBOX).statusCode());
            assertEquals(404, owner.post(SANDBOX + "/reset", "confirm", "1").statusCode());
        }
    }

    @Test
    void theClockOfASandboxIsMoved() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertTrue(manager.get(HOME + "settings").body().contains("settings/sandbox"));
            assertTrue(manager.get(SANDBOX).body().contains("the real time"));
            assertEquals(303, manager.post(SANDBOX + "/clock", "advance", "P1D").statusCode());
            assertTrue(clock(server).contains("\"shift\":\"PT24H"), clock(server));
            assertEquals(
                    303,
                    manager.post(SANDBOX + "/clock", "now", "2026-03-29T01:30").statusCode());
            assertTrue(clock(server).contains("2026-03-29T01:30:0"), clock(server));
            for (var wrong : List.of("1999-01-01T00:00", "tomorrow")) {
                assertEquals(422, manager.post(SANDBOX + "/clock", "now", wrong).statusCode(), wrong);
            }
            assertEquals(
                    422,
                    manager.post(SANDBOX + "/clock", "advance", "P9999999D").statusCode());
            assertEquals(303, manager.post(SANDBOX + "/clock").statusCode());
            assertTrue(clock(server).contains("\"shift\":\"PT0S\""), clock(server));
            assertEquals(3, ConsoleAudit.count(server, AuditAction.MOVE_CLOCK));
        }
    }

    /**
     * At a clock change, a time exists twice or not at all. The page has no offset to choose one of two hours, so it
     * refuses such a time.
     */
    @Test
    void theClockOfASandboxIsNotSetToATimeThatExistsTwiceOrNotAtAll() {
        try (var server = TestServer.startSandbox(ZoneId.of("Europe/Berlin"), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(SANDBOX);
            for (var time : List.of("2026-03-29T02:30", "2026-10-25T02:30")) {
                var answer = manager.post(SANDBOX + "/clock", "now", time);
                assertEquals(422, answer.statusCode(), time);
                assertTrue(answer.body().contains("exists twice or not at all"), answer.body());
                assertTrue(answer.body().contains("value=\"" + time + "\""), "what was typed is kept");
            }
            assertTrue(clock(server).contains("\"shift\":\"PT0S\""), clock(server));
            assertEquals(
                    303,
                    manager.post(SANDBOX + "/clock", "now", "2026-10-25T03:30").statusCode());
        }
    }

    private static String clock(TestServer server) {
        return server.post(Paths.SANDBOX_CLOCK, "{}").body();
    }

    @Test
    void faultsOfASandboxStrikeAndASandboxIsReset() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(SANDBOX);
            var typed = new String[] {
                "operation",
                "pullCustomers",
                "kind",
                "status",
                "status",
                "503",
                "seconds",
                "1",
                "percent",
                "100",
                "times",
                "1"
            };
            assertEquals(303, manager.post(SANDBOX + "/faults", typed).statusCode());
            var day = "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
            assertEquals(503, server.post(Paths.PULL_CUSTOMERS, day).statusCode());
            assertEquals(200, server.post(Paths.PULL_CUSTOMERS, day).statusCode(), "only once");
            typed[1] = "getCustomer";
            assertEquals(303, manager.post(SANDBOX + "/faults", typed).statusCode());
            assertEquals(200, server.post(Paths.PULL_CUSTOMERS, day).statusCode(), "it has struck already");
            var faults = server.post(Paths.SANDBOX_FAULTS, "{}").body();
            assertTrue(faults.contains("\"seen\":3,\"struck\":1"), faults);
            typed[1] = "pullCustomers";
            var page = manager.get(SANDBOX).body();
            assertTrue(page.contains("<td>pullCustomers</td>") && page.contains("Refusal with a status 503"), page);
            typed[5] = "302";
            var refused = manager.post(SANDBOX + "/faults", typed);
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("value=\"302\""), "what was typed is kept");
            assertEquals(303, manager.post(SANDBOX + "/faults/remove").statusCode());
            assertFalse(manager.get(SANDBOX).body().contains("<td>pullCustomers</td>"));
            typed[5] = "500";
            manager.post(SANDBOX + "/faults", typed);
            manager.post(SANDBOX + "/clock", "advance", "PT1H");
            server.stores
                    .database()
                    .write(transaction -> transaction.handle().execute("DELETE FROM customer_document"));
            assertEquals(422, manager.post(SANDBOX + "/reset").statusCode(), "not confirmed");
            assertEquals(303, manager.post(SANDBOX + "/reset", "confirm", "1").statusCode());
            page = manager.get(SANDBOX).body();
            assertTrue(page.contains("the real time") && !page.contains("<td>pullCustomers</td>"), page);
            assertTrue(server.post(Paths.PULL_CUSTOMERS, day).body().contains("\"id\""), "the samples are back");
            assertEquals(1, ConsoleAudit.count(server, AuditAction.RESET_SANDBOX));
            assertEquals(3, ConsoleAudit.count(server, AuditAction.ADD_FAULT));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.REMOVE_FAULTS));
        }
    }

    /** The API takes milliseconds, any share of the requests, and any shift of the clock; the forms take whole numbers. */
    @Test
    void aSandboxShowsWhatTheApiHasSet() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            server.post(Paths.SANDBOX_FAULTS, """
                    {"faults":[{"kind":"delay","delay_ms":1500,"probability":0.004},
                    {"kind":"trickle","delay_ms":2000}]}""");
            server.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"PT30S\"}");
            var page = manager.get(SANDBOX).body();
            assertTrue(page.contains("Late answer 1.5 s</td>") && page.contains(">0.4 %</td>"), page);
            assertTrue(page.contains("Slow answer 2 s</td>") && page.contains(">100 %</td>"), page);
            assertTrue(page.contains(">0 d 0 h 0 min 30 s ahead of the real time<"), page);
            server.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"PT1M\"}");
            page = manager.get(SANDBOX).body();
            assertTrue(page.contains(">0 d 0 h 1 min 30 s ahead of the real time<"), page);
        }
    }

    @Test
    void aFaultThatStrikesNoOrHalfATimeIsRefusedWithTheReason() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(SANDBOX);
            for (var times : List.of("0", "1.5")) {
                var refused = manager.post(
                        SANDBOX + "/faults", "operation", "*", "kind", "drop", "percent", "5", "times", times);
                assertEquals(422, refused.statusCode(), times);
                assertTrue(refused.body().contains("\"At most so often\" is empty or from 1"), refused.body());
            }
        }
    }

    @Test
    void faultsThatTwoPeopleAddAtTheSameTimeAreBothKept() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var browsers = List.of(
                    Browser.of(server, Role.MANAGER, TestServer.CM_ID),
                    Browser.of(server, Role.MANAGER, TestServer.CM_ID));
            browsers.forEach(browser -> browser.get(SANDBOX));
            for (var round = 1; round <= 5; round++) {
                browsers.stream()
                        .map(browser -> CompletableFuture.supplyAsync(() -> browser.post(
                                SANDBOX + "/faults",
                                "operation",
                                "*",
                                "kind",
                                "status",
                                "status",
                                "503",
                                "percent",
                                "1")))
                        .toList()
                        .forEach(added -> assertEquals(303, added.join().statusCode()));
            }
            var page = browsers.get(0).get(SANDBOX).body();
            assertEquals(11, page.split("<td>All</td>", -1).length, page);
        }
    }

    @Test
    void onlyManagersControlASandbox() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            assertEquals(200, agent.get(SANDBOX).statusCode(), "others see it");
            for (var action : List.of("clock", "faults", "faults/remove", "reset")) {
                assertEquals(
                        403, agent.post(SANDBOX + "/" + action, "confirm", "1").statusCode(), action);
            }
            var foreign = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            foreign.get(SANDBOX);
            assertEquals(
                    403,
                    foreign.postAs(SANDBOX + "/reset", "guessed", java.util.Map.of(), "confirm", "1")
                            .statusCode(),
                    "a form of another site");
            assertEquals(303, Browser.of(server).get(SANDBOX).statusCode(), "nobody");
        }
    }
}
