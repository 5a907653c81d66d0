package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.kit.Follower;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.record.RecordProof;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random histories of tickets: both databases pull the same tickets as a simple list, and proof and feed agree with the
 * pulls.
 */
class TicketModelTest {
    private static final RecordPages PAGES = new RecordPages(RecordKind.TICKET);
    private static final Pattern SHOWN = Pattern.compile("\"id\":(\\d+),\"generationDate\":.*\"lastModificationTime\":"
            + "\\{\"year\":(\\d+),\"month\":(\\d+),\"dayOfMonth\":(\\d+),\"hourOfDay\":(\\d+),\"minute\":(\\d+),"
            + "\"second\":(\\d+)}");

    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);
    private static final int PULLS = 20;
    private static long lastAccount = 8_000_000;

    @AfterAll
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    /** A trial is one step of a history, or one pull after it, on both databases. */
    @Tag("battery-17")
    @Test
    void bothDatabasesPullTheSameTicketsAsTheModel() throws Exception {
        Tally.run(Check.MODEL, "tickets", tally -> {
            var seeds = new Random(tally.seed());
            for (var left = Tally.trials(10, 60); left > 0; left--) {
                tally.held(compareHistory(seeds.nextLong()));
            }
        });
    }

    private static int compareHistory(long seed) {
        var trials = 0;
        for (var database : TestDatabase.tested()) {
            var stores = STORES.computeIfAbsent(database, kind -> Stores.open(kind.fenced()));
            var account = new Account(++lastAccount, "Model", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            var random = new Random(seed);
            var history = new TicketHistory(stores, account, random);
            var follower = new Follower(stores, RecordKind.TICKET, account.cmId());
            var steps = 1 + random.nextInt(50);
            for (var step = 0; step < steps; step++) {
                var written = history.step();
                assertEquals(history.fields(written.id()), fields(written), database + " step " + step);
                if (random.nextInt(8) == 0) {
                    follower.read(1 + random.nextInt(4));
                }
            }
            for (var pull = 0; pull < PULLS; pull++) {
                comparePull(database, stores, account, history, random);
            }
            assertEquals(
                    new HashSet<>(history.numbers()).size(), history.numbers().size(), "a public number twice");
            follower.readAll(7);
            assertEquals(Map.of(), follower.differences(), database + " by its feed");
            compareProof(database, stores, account, history);
            trials = steps + PULLS;
        }
        return trials;
    }

    private static Map<String, String> fields(Ticket ticket) {
        return ticket.associates().list().stream()
                .collect(Collectors.toMap(AssociateField::name, AssociateField::json));
    }

    /**
     * Files often have the same day as the time of all tickets, and there may be several such files. Their tickets must
     * get consecutive numbers.
     */
    @Test
    void severalFilesWithOneInstantGetConsecutiveTicketNumbers() {
        for (var database : TestDatabase.tested()) {
            var url = database.fenced();
            var account = new Account(7, "Files", Account.DEFAULT_ZONE, "{}");
            var noon = Instant.parse("2024-05-02T06:30:00Z");
            var first = noon.toEpochMilli() - 1_000_000_000_000L;
            for (var file = 0; file < 3; file++) {
                try (var stores = Stores.open(url)) {
                    if (file == 0) {
                        stores.database().write(transaction -> AccountStore.add(transaction, account));
                    }
                    var from = noon.plusMillis(file == 2 ? 700 : 0);
                    var rows = Collections.nCopies(
                            1_500, new RecordLoad.Row<>(new NumberedChange(0, TicketHistory.plain()), from));
                    stores.database().write(transaction -> stores.tickets().load(transaction, account, rows, from));
                    var numbers = StoredValues.numbers(
                            stores.database(), "SELECT number FROM ticket WHERE cm_id = 7 ORDER BY number");
                    assertEquals(
                            LongStream.range(first, first + 1_500L * (file + 1))
                                    .boxed()
                                    .toList(),
                            numbers,
                            database + " after file " + file);
                }
            }
        }
    }

    private static void comparePull(
            TestDatabase database, Stores stores, Account account, TicketHistory history, Random random) {
        var first = history.instant();
        var second = history.instant();
        var window = first.isBefore(second) ? new Window(first, second) : new Window(second, first.plusMillis(1));
        var filter = history.filter();
        var expected = history.pull(window.start(), window.end(), filter);
        var limit = 1 + random.nextInt(9);
        var offset = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        var what = database + " " + window + " " + filter + " limit " + limit + " offset " + offset;
        var rest = expected.subList(Math.min(offset, expected.size()), expected.size());
        assertEquals(rest, pulled(stores, account, window, filter, limit, offset), what);
        long count = stores.database()
                .read(transaction -> PAGES.count(
                        transaction,
                        account.cmId(),
                        window,
                        TicketCriteria.of(transaction, account.cmId(), window, filter)));
        assertEquals(expected.size(), count, what);
    }

    /** The ids of all pages: the first page by offset, the others by cursor. */
    private static List<Long> pulled(
            Stores stores, Account account, Window window, TicketFilter filter, int limit, int offset) {
        var ids = new ArrayList<Long>();
        var request = new PageRequest(limit, offset, Optional.empty());
        Optional<PagePosition> next;
        do {
            var page = page(stores, account, window, filter, request);
            page.documents().forEach(document -> ids.add(id(document)));
            next = page.next();
            request = new PageRequest(limit, 0, next);
            assertTrue(next.isEmpty() || page.documents().size() == limit, "a short page before the last");
        } while (next.isPresent());
        return ids;
    }

    private static RecordPages.Page page(
            Stores stores, Account account, Window window, TicketFilter filter, PageRequest request) {
        return stores.database()
                .read(transaction -> PAGES.page(
                        transaction,
                        account.cmId(),
                        window,
                        TicketCriteria.of(transaction, account.cmId(), window, filter),
                        request));
    }

    private static void compareProof(TestDatabase database, Stores stores, Account account, TicketHistory history) {
        var last = history.end().atZone(account.zone()).toLocalDate();
        var span = new DaySpan(
                Instant.parse("2024-05-01T00:00:00Z").atZone(account.zone()).toLocalDate(), last);
        var proof = stores.database()
                .read(transaction -> new RecordProof(RecordKind.TICKET).prove(transaction, account, span));
        for (var day : proof) {
            var window = DaySpan.of(day.day()).in(account.zone());
            var digest = PullDigest.EMPTY;
            var all = new PageRequest(1_000, 0, Optional.empty());
            for (var document :
                    page(stores, account, window, TicketFilter.NONE, all).documents()) {
                digest = with(digest, document);
            }
            assertEquals(digest, day.digest(), database + " " + day.day());
        }
    }

    private static PullDigest with(PullDigest digest, byte[] document) {
        var shown = SHOWN.matcher(new String(document, StandardCharsets.UTF_8));
        assertTrue(shown.find());
        return digest.with(
                Long.parseLong(shown.group(1)),
                LocalDateTime.of(
                        Integer.parseInt(shown.group(2)),
                        Integer.parseInt(shown.group(3)) + 1,
                        Integer.parseInt(shown.group(4)),
                        Integer.parseInt(shown.group(5)),
                        Integer.parseInt(shown.group(6)),
                        Integer.parseInt(shown.group(7))));
    }

    private static long id(byte[] document) {
        var shown = SHOWN.matcher(new String(document, StandardCharsets.UTF_8));
        assertTrue(shown.find());
        return Long.parseLong(shown.group(1));
    }
}
