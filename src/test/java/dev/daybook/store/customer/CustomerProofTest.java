package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.DayCounts;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.record.RecordProof;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** A proof equals the digest of the records pulled on each day. */
class CustomerProofTest {
    private static final Pattern SHOWN = Pattern.compile("^\\{\"id\":(\\d+),.*\"lastModificationTime\":"
            + "\\{\"year\":(\\d+),\"month\":(\\d+),\"dayOfMonth\":(\\d+),\"hourOfDay\":(\\d+),\"minute\":(\\d+),"
            + "\"second\":(\\d+)}");

    /** Zones, each with a local day at or near a clock change. Only the first zone has no clock changes. */
    private static final List<Map.Entry<String, String>> CHANGES = List.of(
            Map.entry("Asia/Kolkata", "2024-05-02"),
            Map.entry("America/New_York", "2024-03-10"),
            Map.entry("America/New_York", "2024-11-03"),
            Map.entry("Australia/Lord_Howe", "2024-04-07"),
            Map.entry("America/Sao_Paulo", "2018-11-04"),
            Map.entry("America/Sao_Paulo", "2019-02-16"),
            Map.entry("America/St_Johns", "2010-11-07"),
            Map.entry("Pacific/Apia", "2011-12-30"),
            Map.entry("Asia/Beirut", "2024-03-31"));

    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);
    private static long lastAccount = 6_000_000;

    @AfterContainer
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void theProofEqualsTheDigestOfPullingEveryDay(@ForAll long seed) throws InterruptedException {
        for (var database : TestDatabase.tested()) {
            var stores = STORES.computeIfAbsent(database, kind -> Stores.open(kind.fenced()));
            var random = new Random(seed);
            var change = CHANGES.get(random.nextInt(CHANGES.size()));
            var day = LocalDate.parse(change.getValue());
            var account = new Account(++lastAccount, "Proof", ZoneId.of(change.getKey()), "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            write(stores, account, day, random);
            var span = new DaySpan(
                    day.minusDays(3 - random.nextInt(2)), day.plusDays(3).plusDays(random.nextInt(360)));
            var proof = stores.database()
                    .read(transaction -> new RecordProof(RecordKind.CUSTOMER).prove(transaction, account, span));
            assertEquals(span.days(), proof.stream().map(DayDigest::day).toList());
            for (var digest : proof) {
                var expected = digest.day().isBefore(day.plusDays(5))
                        ? pulled(stores, account, digest.day())
                        : PullDigest.EMPTY;
                assertEquals(expected, digest.digest(), database + " " + change + digest);
            }
            var counts = stores.database()
                    .read(transaction -> new DayCounts(RecordKind.CUSTOMER).count(transaction, account, span));
            assertEquals(proof.stream().map(each -> each.digest().records()).toList(), counts, database + " " + change);
        }
    }

    /** Adds, changes and deletes customers between two days before and two days after this day. */
    private static void write(Stores stores, Account account, LocalDate day, Random random) {
        var start = day.minusDays(2).atStartOfDay(account.zone()).toInstant();
        var ids = new ArrayList<Long>();
        var steps = random.nextInt(60);
        for (var step = 0; step < steps; step++) {
            var instant = instant(start, random);
            if (ids.isEmpty() || random.nextInt(2) == 0) {
                ids.add(Saves.save(stores, account, 0, instant));
            } else if (random.nextInt(4) > 0) {
                Saves.save(stores, account, ids.get(random.nextInt(ids.size())), instant);
            } else {
                var gone = ids.remove(random.nextInt(ids.size()));
                var erase = random.nextBoolean();
                stores.database()
                        .write(transaction -> erase
                                ? Erasure.erase(stores, transaction, account, gone, instant)
                                : CustomerRemoval.delete(transaction, account.cmId(), gone, instant));
            }
        }
    }

    /** A random instant, often on the hour, when clocks change and days begin. */
    private static Instant instant(Instant start, Random random) {
        var hour = start.plusSeconds(3_600L * random.nextInt(24 * 4));
        return random.nextBoolean() ? hour : hour.plusMillis(random.nextInt(3_600_000) - 1);
    }

    private static PullDigest pulled(Stores stores, Account account, LocalDate day) {
        var window = DaySpan.of(day).in(account.zone());
        var all = new PageRequest(1_000, 0, Optional.empty());
        var page = stores.database()
                .read(transaction -> new RecordPages(RecordKind.CUSTOMER)
                        .page(transaction, account.cmId(), window, new Criteria(), all));
        var digest = PullDigest.EMPTY;
        for (var document : page.documents()) {
            var shown = SHOWN.matcher(new String(document, StandardCharsets.UTF_8));
            assertTrue(shown.find());
            digest = digest.with(
                    Long.parseLong(shown.group(1)),
                    LocalDateTime.of(
                            Integer.parseInt(shown.group(2)),
                            Integer.parseInt(shown.group(3)) + 1,
                            Integer.parseInt(shown.group(4)),
                            Integer.parseInt(shown.group(5)),
                            Integer.parseInt(shown.group(6)),
                            Integer.parseInt(shown.group(7))));
        }
        return digest;
    }
}
