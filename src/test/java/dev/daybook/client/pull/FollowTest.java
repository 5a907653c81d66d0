package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.Format;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.proof.Comparison;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.pull.Step.FileOffset;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A follower pulls a server day after day, without an end. Server and follower share a clock, which the tests set
 * between the rounds.
 */
@SuppressWarnings("NullAway.Init")
class FollowTest {
    private static final LocalDate DAY = LocalDate.of(2024, 5, 2);
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Duration SETTLE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final List<LocalDate> pulled = new ArrayList<>();
    private final List<LocalDate> leftOut = new ArrayList<>();
    private final List<LocalDate> pulledAgain = new ArrayList<>();
    private final List<LocalDate> stillDiffering = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private TestServer server;
    private long cmId = TestServer.CM_ID;
    private ZoneId zone = INDIA;
    private String token = "";
    private String slash = "";
    private boolean masking;
    private Duration ahead = Duration.ZERO;
    private Comparison comparison = Comparison.NONE;

    @BeforeEach
    void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        token = server.token;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDayThatIsNotOverIsPulledAgainAndItsFileReplaced() {
        at("2024-05-02T12:00");
        var asha = save(0, "Asha");
        follow(
                DAY,
                () -> {
                    assertEquals(List.of("Asha"), names(DAY));
                    at("2024-05-02T13:00");
                    save(asha, "Asha Rao");
                    save(0, "Bina");
                },
                () -> {
                    assertEquals(List.of("Asha Rao", "Bina"), names(DAY));
                    at("2024-05-02T14:00");
                    remove(asha);
                },
                () -> assertEquals(List.of("Bina"), names(DAY)));
        assertEquals(List.of(DAY, DAY, DAY), pulled);
    }

    /**
     * A warehouse loads all files of a day's folder except those whose names begin with a dot or an underscore. While a
     * follower pulls the day again, and after it was killed, these must be exactly the complete files.
     */
    @Test
    void programsThatLoadTheFolderOfADaySeeNoUnfinishedFile() throws Exception {
        at("2024-05-02T12:00");
        for (var name : List.of("Asha", "Bina", "Chitra")) {
            save(0, name);
        }
        for (var kind : Targets.all().stream().filter(Targets::byDay).toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            follow(DAY, target);
            var complete = target.files(DAY).stream().map(Target.File::path).toList();
            var killed = new Follow(
                    options(DAY), target, zone, SETTLE, Duration.ZERO, server.clock, Comparison.NONE, new StopAt(1));
            assertThrows(IllegalStateException.class, () -> killed.run(false, result -> {}, () -> false));
            try (var files = Files.list(complete.get(0).getParent())) {
                var visible = files.filter(
                                file -> !file.getFileName().toString().matches("[._].*"))
                        .toList();
                assertEquals(Set.copyOf(complete), Set.copyOf(visible), kind::toString);
            }
            for (var file : complete) {
                assertTrue(Files.exists(PartFile.pieces(file)), "the follower was killed while it wrote " + file);
                assertTrue(Format.temporary(file).getFileName().toString().startsWith("."), file::toString);
            }
        }
    }

    /** A folder of a year has hundreds of days. A round must not look through all of them for unfinished files. */
    @Test
    void theFoldersOfOtherDaysAreLeftAlone() throws IOException {
        at("2024-05-02T12:00");
        save(0, "Asha");
        var other = Files.createDirectory(folder.resolve("date=2020-01-01"));
        follow(DAY, () -> {});
        assertTrue(Files.exists(other), "an empty folder of an old day is not deleted, so it was not looked at");
    }

    @Test
    void theFileOfADayIsDeletedIfItsCustomersAreDeleted() {
        at("2024-05-02T12:00");
        var asha = save(0, "Asha");
        follow(DAY, () -> remove(asha), () -> assertFalse(Files.exists(file(DAY))));
    }

    @Test
    void aDayIsSettledAfterTheMarginAndIsNotPulledAgain() {
        at("2024-05-02T23:59:59");
        var asha = save(0, "Asha");
        follow(
                DAY,
                () -> at("2024-05-03T00:00"),
                () -> at("2024-05-03T00:09:59"),
                () -> {
                    assertEquals(List.of(DAY, DAY, next(1), DAY, next(1)), pulled);
                    save(asha, "Asha, changed within the margin");
                    at("2024-05-03T00:10");
                },
                () -> {
                    assertEquals(List.of("Asha, changed within the margin"), names(DAY));
                    save(asha, "Asha, changed too late");
                    pulled.clear();
                },
                () -> {
                    assertEquals(List.of(next(1)), pulled);
                    assertEquals(List.of("Asha, changed within the margin"), names(DAY));
                });
        pulled.clear();
        follow(DAY, () -> assertEquals(List.of(next(1)), pulled, "also after a new start"));
        follow(true, DAY, () -> assertEquals(List.of("Asha, changed too late"), names(DAY)));
    }

    /**
     * An import of history adds records to a day that was settled long ago. The day is pulled again when the next day
     * is settled; other settled days are not.
     */
    @Test
    void aSettledDayThatDiffersFromTheProofIsPulledAgain() {
        comparison = new ProofCheck(options(DAY).connection(), PulledKind.CUSTOMERS, Watcher.NOBODY)::differing;
        at("2024-05-02T12:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var bina = save(0, "Bina");
        at("2024-05-04T12:00");
        follow(
                DAY,
                () -> {
                    assertEquals(List.of(DAY, next(1), next(2)), pulled, "the settled days agree");
                    load(DAY, 3);
                    pulled.clear();
                },
                () -> {
                    assertEquals(List.of(next(2)), pulled, "no comparison in each round");
                    at("2024-05-05T00:10");
                    pulled.clear();
                },
                () -> {
                    assertEquals(List.of(next(2), next(3), DAY), pulled);
                    assertEquals(List.of(DAY), pulledAgain);
                    assertEquals(List.of(), stillDiffering, "compared with the new file");
                    assertEquals(4, names(DAY).size());
                    remove(bina);
                });
        pulled.clear();
        follow(DAY, () -> assertEquals(List.of(next(3), next(1)), pulled, "at the next start"));
        assertFalse(Files.exists(file(next(1))));
        pulled.clear();
        follow(DAY, () -> assertEquals(List.of(next(3)), pulled, "once the files are the same"));
    }

    /** Hundreds of settled days may differ, as after an import of history. Today does not wait for all of them. */
    @Test
    void todayIsPulledBetweenTwoSettledDaysThatDiffer() {
        comparison = new ProofCheck(options(DAY).connection(), PulledKind.CUSTOMERS, Watcher.NOBODY)::differing;
        at("2024-05-04T12:00");
        follow(DAY, () -> {
            load(DAY, 1);
            load(next(1), 1);
            pulled.clear();
        });
        follow(
                DAY,
                () -> assertEquals(List.of(next(2), DAY), pulled),
                () -> assertEquals(List.of(next(2), DAY, next(2), next(1)), pulled),
                () -> assertEquals(List.of(next(2), DAY, next(2), next(1), next(2)), pulled));
        assertEquals(List.of(DAY, next(1)), pulledAgain, "compared once");
    }

    /**
     * The command does not ask for the days before its first day. They are not compared, but still count as settled.
     */
    @Test
    void settledDaysBeforeALaterFirstDayAreNotCompared() throws IOException {
        comparison = new ProofCheck(options(DAY).connection(), PulledKind.CUSTOMERS, Watcher.NOBODY)::differing;
        at("2024-05-04T12:00");
        follow(DAY, () -> {});
        var notes = Files.readString(folder.resolve(".daybook-settled"));
        load(DAY, 1);
        pulled.clear();
        follow(next(2), () -> assertEquals(List.of(next(2)), pulled, "no settled day from here on"));
        load(next(1), 1);
        pulled.clear();
        follow(next(1), () -> assertEquals(List.of(next(2), next(1)), pulled));
        assertEquals(notes, Files.readString(folder.resolve(".daybook-settled")));
        follow(DAY, () -> {});
        assertEquals(List.of(next(1), DAY), pulledAgain);
    }

    /** The proof of a defective server may count other records than its pages have. No pull of the day helps then. */
    @Test
    void aDayThatDiffersJustAfterItWasPulledAgainIsNamed() {
        comparison = (days, first, last) -> {
            if (first.equals(next(1))) {
                throw new ClientException(Reason.NOT_FOUND, "no proof");
            }
            return List.copyOf(days.keySet());
        };
        at("2024-05-04T12:00");
        follow(DAY, () -> assertEquals(List.of(DAY), stillDiffering), () -> {
            assertEquals(List.of(DAY, next(1)), pulledAgain);
            assertEquals(List.of(DAY), stillDiffering, "nothing shows that the other day differs");
            assertEquals(List.of("no proof"), behind);
        });
    }

    /** A comparison may wait for --max-wait. So after one that failed, no other pulled day is compared. */
    @Test
    void noDayIsComparedAfterAComparisonThatFailed() {
        var compared = new ArrayList<LocalDate>();
        comparison = (days, first, last) -> {
            compared.add(first);
            if (first.equals(last)) {
                throw new ClientException(Reason.WAITED_TOO_LONG, "no proof");
            }
            return List.copyOf(days.keySet());
        };
        at("2024-05-05T12:00");
        follow(
                DAY,
                () -> {},
                () -> {},
                () -> {
                    assertEquals(List.of(DAY, next(1), next(2)), pulledAgain);
                    assertEquals(next(2), pulled.get(pulled.size() - 1));
                    assertEquals(List.of(DAY, DAY), compared);
                    assertEquals(List.of("no proof"), behind);
                    at("2024-05-06T00:10");
                },
                () -> assertEquals(List.of(DAY, DAY, DAY, DAY), compared, "as soon as a comparison succeeded"));
    }

    /** A comparison that fails, and a settled file that somebody changed, do not end the pulls of other days. */
    @Test
    void aFollowerGoesOnWithoutAComparison() throws IOException {
        var proof = new ProofCheck(options(DAY).connection(), PulledKind.CUSTOMERS, Watcher.NOBODY);
        comparison = (days, first, last) -> {
            throw new ClientException(Reason.NOT_FOUND, "no proof");
        };
        at("2024-05-02T12:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        save(0, "Bina");
        at("2024-05-04T12:00");
        follow(DAY, () -> assertEquals(List.of("no proof"), behind), () -> assertEquals(1, behind.size()));
        comparison = proof::differing;
        Files.writeString(file(DAY), Files.readString(file(DAY)) + "\n");
        load(DAY, 1);
        load(next(1), 1);
        pulled.clear();
        follow(DAY, () -> assertEquals(2, behind.size()), () -> {
            assertEquals(2, behind.size());
            assertTrue(behind.get(1).contains("--restart"), behind.get(1));
            assertEquals(List.of(next(2), next(2), next(1)), pulled);
        });
    }

    /** Records of a differing day may be added or deleted while it is pulled. The other days do not wait for it. */
    @Test
    void aDifferingDayWhoseAnswersAreWrongIsPassedOver() throws IOException {
        at("2024-05-02T12:00");
        save(0, "Asha");
        at("2024-05-04T12:00");
        var isDamaged = new AtomicBoolean();
        var plan = FaultPlan.when(request -> isDamaged.get() && request.body().contains(DAY.toString()), Fault.html());
        try (var proxy = FaultProxy.start(server.uri(""), plan)) {
            var quick = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1));
            var connection = new Connection(proxy.uri(), token, cmId, 0, Duration.ofSeconds(10), quick);
            var options = new PullOptions(connection, options(DAY).pages(), DAY, DAY, 1);
            comparison = (days, first, last) -> {
                isDamaged.set(true);
                return first.equals(last) ? List.of() : List.copyOf(days.keySet());
            };
            var rounds = new AtomicInteger();
            follow(false, options, new Watcher() {}, () -> rounds.incrementAndGet() < 3);
            assertEquals(1, behind.size(), behind::toString);
            assertTrue(behind.get(0).contains("the same 3 times"), behind.get(0));
            assertEquals(List.of("Asha"), names(DAY));
            assertEquals(2, pulled.stream().filter(next(1)::equals).count(), "the next differing day");
        }
    }

    /**
     * A failure that is not about one day ends the follower. Otherwise, with a server that fails, each day could wait
     * for --max-wait.
     */
    @Test
    void aFollowerEndsIfTheServerGivesNoDifferingDay() {
        at("2024-05-04T12:00");
        var isRefused = new AtomicBoolean();
        var plan = FaultPlan.when(request -> isRefused.get(), Fault.unauthorized());
        try (var proxy = FaultProxy.start(server.uri(""), plan)) {
            var connection = new Connection(proxy.uri(), token, cmId, 0, Duration.ofSeconds(10), RetryPolicy.DEFAULT);
            var options = new PullOptions(connection, options(DAY).pages(), DAY, DAY, 1);
            comparison = (days, first, last) -> {
                isRefused.set(true);
                return List.copyOf(days.keySet());
            };
            var ended =
                    assertThrows(ClientException.class, () -> follow(false, options, new Watcher() {}, () -> false));
            assertEquals(Reason.KEY_REFUSED, ended.reason());
            assertEquals(List.of(DAY, next(1), next(2)), pulled, "none of them again");
            assertEquals(List.of(), behind);
        }
    }

    /** If another process pulls into the folder during the comparison, the next round compares again. */
    @Test
    void aComparisonThatHasToWaitIsRepeated() {
        var proof = new ProofCheck(options(DAY).connection(), PulledKind.CUSTOMERS, Watcher.NOBODY);
        at("2024-05-02T12:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        follow(DAY, () -> load(DAY, 1));
        var others = new ArrayList<Journal>();
        comparison = (days, first, last) -> {
            if (others.isEmpty()) {
                others.add(opened(target(true).journal()));
            }
            return proof.differing(days, first, last);
        };
        follow(
                DAY,
                () -> {
                    assertEquals(List.of("Asha"), names(DAY));
                    delete(others.get(0));
                },
                () -> assertEquals(2, names(DAY).size()));
    }

    /** On Java 17, each HTTP client keeps a thread and a connection until it is garbage-collected. */
    @Test
    void theDaysOfARoundShareAConnection() {
        at("2024-05-22T12:00");
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            var connection = new Connection(proxy.uri(), token, cmId, 0, Duration.ofSeconds(10), RetryPolicy.DEFAULT);
            var options = new PullOptions(connection, options(DAY).pages(), DAY, DAY, 1);
            follow(false, options, new Watcher() {}, () -> false);
            assertEquals(21, pulled.size());
            assertTrue(proxy.connections() < 5, () -> proxy.connections() + " connections");
        }
    }

    /**
     * The follower's clock is 20 minutes ahead. Without the Date header of the server, the follower would settle the
     * day ten minutes before its end.
     */
    @Test
    void aDayIsNotSettledByAFollowerWhoseClockIsAhead() throws IOException {
        at("2024-05-02T23:30");
        save(0, "Asha");
        ahead = Duration.ofMinutes(20);
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.always(Fault.dated(server.clock::instant)))) {
            var connection = new Connection(proxy.uri(), token, cmId, 0, Duration.ofSeconds(10), RetryPolicy.DEFAULT);
            var options = new PullOptions(connection, PageOptions.of(PulledKind.CUSTOMERS), DAY, DAY, 1);
            var notes = folder.resolve(".daybook-settled");
            var rounds = new AtomicInteger();
            follow(false, options, new Watcher() {}, () -> {
                switch (rounds.incrementAndGet()) {
                    case 1 -> at("2024-05-02T23:50");
                    case 2 -> {
                        at("2024-05-02T23:55");
                        save(0, "Bina");
                    }
                    case 3 -> at("2024-05-03T00:05");
                    case 4 -> {
                        assertFalse(Files.exists(notes), "no day is settled");
                        assertEquals(List.of("Asha", "Bina"), names(DAY));
                        at("2024-05-03T00:10");
                    }
                    default -> {}
                }
                // The answers of round 5 have the new time; round 6 uses it.
                return rounds.get() < 6;
            });
            assertTrue(Files.readString(notes).startsWith("2024-05-02 2024-05-02\n"), Files.readString(notes));
            assertEquals(List.of("Asha", "Bina"), names(DAY));
        }
    }

    @Test
    void missedDaysArePulledLater() {
        at("2024-05-02T12:00");
        save(0, "Asha");
        follow(DAY, () -> {});
        at("2024-05-04T12:00");
        save(0, "Bina");
        pulled.clear();
        follow(DAY, () -> {});
        assertEquals(List.of(DAY, next(1), next(2)), pulled);
        assertEquals(List.of("Bina"), names(next(2)));
    }

    @Test
    void anotherFirstDayLeavesNoGap() {
        at("2024-05-04T12:00");
        follow(next(1), () -> {});
        pulled.clear();
        follow(DAY, () -> {});
        assertEquals(List.of(DAY, next(1), next(2)), pulled, "an earlier first day");
        pulled.clear();
        follow(next(1), () -> {});
        assertEquals(List.of(next(2)), pulled, "a later one");
        assertEquals(List.of(), leftOut);
        at("2024-05-08T12:00");
        pulled.clear();
        follow(next(4), () -> {});
        assertEquals(List.of(next(2), next(3)), leftOut, "the first and the last day of the gap are reported");
        follow(next(1), () -> {});
        assertEquals(
                List.of(next(4), next(5), next(6), next(1), next(2), next(3), next(4), next(5), next(6)),
                pulled,
                "one behind days that were not pulled");
    }

    /**
     * The answers of the server do not state their windows, and it has only one customer. To prove that a later day is
     * empty, the follower requests the customer's day again, which it knows from its folder. When the customer is gone,
     * the follower has no proof, and stops.
     */
    @Test
    void anEmptyDayIsSettledEvenLongAfterTheLastRecord() {
        try (var vendor = VendorServer.start(List.of(VendorCustomer.of(1, DAY.atTime(9, 0))))) {
            var options = new PullOptions(
                    new Connection(
                            vendor.uri(),
                            VendorServer.TOKEN,
                            VendorServer.CM_ID,
                            0,
                            Duration.ofSeconds(10),
                            RetryPolicy.DEFAULT),
                    PageOptions.of(PulledKind.CUSTOMERS),
                    DAY,
                    DAY,
                    1);
            at("2024-05-06T12:00");
            follow(false, options, new Watcher() {}, () -> false);
            at("2024-05-07T12:00");
            follow(false, options, new Watcher() {}, () -> false);
            at("2024-05-28T12:00");
            follow(false, options, new Watcher() {}, () -> false);
            assertEquals(DAY.plusDays(26), pulled.get(pulled.size() - 1));
            at("2024-05-29T12:00");
            vendor.remove(1);
            var stopped =
                    assertThrows(ClientException.class, () -> follow(false, options, new Watcher() {}, () -> false));
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
        }
    }

    /** Each of these days has only one page, so the rate limit must apply to the first pages of days, too. */
    @Test
    void missedDaysArePulledWithinTheRateLimit() {
        for (var day = 2; day <= 7; day++) {
            at("2024-05-0" + day + "T12:00");
            save(0, "Asha");
        }
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            var options = new PullOptions(
                    new Connection(proxy.uri(), token, cmId, 5, Duration.ofSeconds(10), RetryPolicy.DEFAULT),
                    PageOptions.of(PulledKind.CUSTOMERS),
                    DAY,
                    DAY,
                    1);
            var start = System.nanoTime();
            follow(false, options, new Watcher() {}, () -> false);
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(6, pulled.size());
            var least = Duration.ofMillis(200).multipliedBy(proxy.requests().size() - 1L);
            assertTrue(took.compareTo(least) >= 0, proxy.requests().size() + " requests in " + took);
        }
    }

    /**
     * The follower is stopped at each step in turn: after each page, and when a day is complete. The next follower must
     * end with the same files as an undisturbed one.
     */
    @Test
    void aFollowerStoppedAtAnyStepEndsWithTheSameFiles() throws IOException {
        for (var day = 2; day <= 4; day++) {
            at("2024-05-0" + day + "T10:00");
            for (var number = 0; number < (day == 3 ? 0 : 5); number++) {
                save(0, "Number " + day + number);
            }
        }
        at("2024-05-04T12:00");
        follow(DAY, () -> {});
        var whole = files();
        assertTrue(whole.size() > 2, whole.toString());

        var steps = 0;
        var own = folder;
        for (var stopAt = 1; ; stopAt++) {
            folder = Files.createDirectory(own.resolve("stopped" + stopAt));
            var stop = new StopAt(stopAt);
            try {
                follow(false, DAY, stop, () -> false);
                steps = stopAt - 1;
                break;
            } catch (IllegalStateException stopped) {
                follow(DAY, () -> {});
                assertEquals(whole, files(), "stopped at step " + stopAt);
            }
        }
        assertTrue(steps >= 8, steps + " steps");
    }

    @Test
    void aSecondFollowerIsRefusedAndAStaleLockFileIsIgnored() throws IOException {
        Files.writeString(folder.resolve(".daybook-follow"), "left behind");
        at("2024-05-02T12:00");
        save(0, "Asha");
        follow(DAY, () -> {
            var refused = assertThrows(ClientException.class, () -> follow(true, DAY, () -> {}));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(String.valueOf(refused.getMessage()).contains("another process"), refused.getMessage());
        });
        follow(DAY, () -> {});
        assertEquals(List.of("Asha"), names(DAY));
    }

    /**
     * A back-fill is a pull of several earlier days into the same folder. While it is unfinished, the follower refuses
     * to run: the back-fill can be resumed, and only --restart discards it.
     */
    @Test
    void aFollowerKeepsAnUnfinishedBackFillInItsFolder() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T10:00");
        save(0, "Bina");
        at("2024-05-04T12:00");
        var backFill = options(DAY).withDays(DAY, next(1));
        for (var restart : List.of(false, true)) {
            assertTrue(StopAt.stops(backFill, target(true), 1));
            var unfinished = Files.readString(target(true).journal());
            var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("2024-05-02 2024-05-03 by 2"), refused::getMessage);
            assertEquals(unfinished, Files.readString(target(true).journal()));
            pulled.clear();
            if (restart) {
                follow(true, DAY, () -> {});
            } else {
                new Pull(backFill, target(true), Watcher.NOBODY).run(false);
                follow(DAY, () -> {});
            }
            assertEquals(List.of(DAY, next(1), next(2)), pulled);
            assertEquals(List.of("Bina"), names(next(1)));
            folder = folder.resolve("again");
        }
    }

    /** An unfinished pull of a single day is discarded even if this day is before the first one to follow. */
    @Test
    void anUnfinishedPullOfOneDayIsDiscardedWithItsFiles() throws Exception {
        at("2024-05-02T10:00");
        for (var name : List.of("Asha", "Bina", "Chitra")) {
            save(0, name);
        }
        at("2024-05-03T12:00");
        assertTrue(StopAt.stops(options(DAY), target(true), 1));
        assertTrue(Files.exists(PartFile.pieces(file(DAY))));
        follow(next(1), () -> {});
        assertEquals(List.of(next(1)), pulled);
        assertFalse(Files.exists(folder.resolve("date=" + DAY)));
    }

    /**
     * The pull of an earlier day was killed while it renamed its two files: only the second one lacks its final name.
     * The follower must rename this file.
     */
    @Test
    void aKilledPullOfADayBeforeTheFollowedOnesIsFinished() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var more = killedBetweenItsNames();
        followBoth(next(1));
        assertEquals(Files.readString(file(DAY)), Files.readString(more));
        assertFalse(Files.exists(both().journal()));
    }

    /**
     * A pull of a day was killed when the first of its two files had its final name. Then another program, such as a
     * loader, moved this file away. If the follower begins at a later day, it stops. If it also follows the day of the
     * pull, it repeats the pull.
     */
    @Test
    void aKilledPullWithAMissingFileIsRepeatedIfItsDayIsFollowed() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var more = killedBetweenItsNames();
        Files.delete(file(DAY));
        var refused = assertThrows(ClientException.class, () -> followBoth(next(1)));
        assertEquals(Reason.OUTPUT, refused.reason(), refused::getMessage);
        assertTrue(Files.exists(PartFile.pieces(more)), "nothing else has its records");
        followBoth(DAY);
        assertEquals(List.of("Asha"), names(DAY));
        assertEquals(Files.readString(file(DAY)), Files.readString(more));
        assertFalse(Files.exists(PartFile.pieces(more)));
        assertFalse(Files.exists(both().journal()));
    }

    /**
     * A pull was killed when both files had their final names; then a loader moved one of them away. The follower may
     * replace the other one only because the journal shows that the pull wrote it.
     */
    @Test
    void aKilledPullIsRepeatedIfALoaderMovedAwayOneOfItsNamedFiles() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        for (var first : List.of(DAY, DAY.minusDays(1))) {
            folder = Files.createDirectory(folder.resolve("from" + first));
            var more = killedBetweenItsNames();
            Files.move(PartFile.pieces(more), more);
            Files.delete(both().receipt());
            Files.delete(file(DAY));
            followBoth(first);
            assertEquals(List.of("Asha"), names(DAY));
            assertEquals(Files.readString(file(DAY)), Files.readString(more));
        }
        folder = Files.createDirectory(folder.resolve("written"));
        var more = killedBetweenItsNames();
        Files.delete(PartFile.pieces(more));
        Files.delete(both().receipt());
        Files.delete(file(DAY));
        Files.writeString(more, "precious");
        assertThrows(ClientException.class, () -> followBoth(DAY));
        assertEquals("precious", Files.readString(more));
    }

    /**
     * A pull was killed when both files had their final names; then a loader moved one of them away. The files are made
     * from pieces, so the journal does not have their lengths. If the pieces of a file still exist, they show whether
     * the pull has made the file.
     */
    @Test
    void aKilledPullIsRepeatedIfALoaderMovedAwayOneOfItsConvertedFiles() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var kind = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.ZSTD, true);
        for (var hasPieces : List.of(false, true)) {
            var target = kind.in(folder.resolve("pieces-" + hasPieces));
            var moved = target.files(DAY).get(0).path();
            var contacts = target.files(DAY).get(1).path();
            var pieces = killedAfterItsNames(target, contacts);
            if (hasPieces) {
                Files.write(PartFile.pieces(contacts), pieces);
            }
            var before = List.of(hex(moved), hex(contacts));
            Files.delete(moved);
            follow(DAY, target);
            assertEquals(before, List.of(hex(moved), hex(contacts)));
        }
        var target = kind.in(folder.resolve("written"));
        var contacts = target.files(DAY).get(1).path();
        Files.write(PartFile.pieces(contacts), killedAfterItsNames(target, contacts));
        Files.delete(target.files(DAY).get(0).path());
        Files.writeString(contacts, "precious");
        assertThrows(ClientException.class, () -> follow(DAY, target));
        assertEquals("precious", Files.readString(contacts));
    }

    /**
     * Pulls the day, and stops as a kill does when all files have their names, but the journal does not say so yet.
     * Returns the pieces of one of the files.
     */
    private byte[] killedAfterItsNames(Target target, Path file) throws Exception {
        assertTrue(StopAt.stops(options(DAY), target, 1));
        var pieces = Files.readAllBytes(PartFile.pieces(file));
        StopAt.atItsEnd(new Pull(options(DAY), target, Watcher.NOBODY));
        var lines = Files.readAllLines(target.journal());
        var last = lines.remove(lines.size() - 1);
        assertTrue(last.startsWith("day " + DAY + " 1 "), last);
        Files.writeString(target.journal(), String.join("\n", lines) + "\n");
        return pieces;
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    /**
     * Pulls the day into two files, and leaves them as a kill does between their renames: only the first one has its
     * final name. Returns the path that the second one should have.
     */
    private Path killedBetweenItsNames() throws Exception {
        var both = both();
        new Pull(options(DAY), both, Watcher.NOBODY).run(false);
        var more = file(DAY).resolveSibling("more.ndjson");
        Files.move(more, PartFile.pieces(more));
        var bytes = Files.readAllBytes(file(DAY));
        var checksum = new CRC32();
        checksum.update(bytes);
        try (var journal = Journal.open(both.journal())) {
            var plan = Plan.of(options(DAY), both);
            journal.read(plan);
            journal.begin(plan);
            journal.begun();
            var files = Collections.nCopies(2, new FileOffset(bytes.length, checksum.getValue()));
            journal.page(new Step(DAY, Optional.empty(), files, new PullDigest(1, 1)), List.of(1L), true);
            journal.whole();
        }
        return more;
    }

    private void followBoth(LocalDate first) throws InterruptedException {
        follow(first, both());
    }

    private void follow(LocalDate first, Target target) throws InterruptedException {
        new Follow(options(first), target, zone, SETTLE, Duration.ZERO, server.clock, Comparison.NONE, Watcher.NOBODY)
                .run(false, result -> {}, () -> false);
    }

    @Test
    void aFollowerWaitsARoundWhileAnotherPullIsWriting() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var waits = new ArrayList<Duration>();
        var rounds = new ArrayList<List<LocalDate>>();
        try (var other = Journal.open(target(true).journal())) {
            var watcher = new Watcher() {
                @Override
                public void waitsForOthers(Duration wait) {
                    waits.add(wait);
                }
            };
            follow(false, options(DAY), watcher, () -> {
                rounds.add(List.copyOf(pulled));
                if (rounds.size() == 2) {
                    delete(other);
                }
                return rounds.size() < 3;
            });
        }
        assertEquals(List.of(List.of(), List.of(), List.of(DAY, next(1))), rounds);
        assertEquals(List.of(Duration.ZERO, Duration.ZERO), waits);
        assertEquals(List.of("Asha"), names(DAY));
    }

    /** A refused restart has not begun. So a later run without a restart must not replace files of other programs. */
    @Test
    void aRestartWhileAnotherPullIsWritingIsRefusedWithoutEffect() throws Exception {
        at("2024-05-03T12:00");
        save(0, "Asha");
        Files.createDirectories(file(next(1)).getParent());
        Files.writeString(file(next(1)), "\"name\":\"Of another program\"");
        try (var other = Journal.open(target(true).journal())) {
            var refused = assertThrows(ClientException.class, () -> follow(true, DAY, () -> {}));
            assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
            delete(other);
        }
        isRefused(next(1), "Of another program");
    }

    private static Journal opened(Path journal) {
        try {
            return Journal.open(journal);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Journal other) {
        try {
            other.delete();
            other.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The files of a day have the same name for each account, so not even a restart may mix the accounts. */
    @Test
    void daysOfAnotherAccountAreNotMixedIn() throws IOException {
        at("2024-05-03T12:00");
        follow(DAY, () -> {});
        var own = token;
        server.addAccount(7, INDIA);
        cmId = 7;
        token = server.addKey(7, Set.of(Scope.EVERYTHING), false, Instant.MAX);
        for (var masks : List.of(true, false)) {
            masking = masks;
            for (var restart : List.of(false, true)) {
                var refused = assertThrows(ClientException.class, () -> follow(restart, DAY, () -> {}));
                assertEquals(Reason.OTHER_PULL, refused.reason());
                assertEquals(
                        folder + " is the folder of a pull of customers of account " + TestServer.CM_ID
                                + "; name another folder or, if you no longer need its files, delete this one",
                        refused.getMessage());
            }
        }
        assertFalse(Files.exists(folder.resolve(".daybook-replacing")));
        cmId = TestServer.CM_ID;
        token = own;
        follow(DAY, () -> {});
        Files.writeString(folder.resolve(".daybook-settled"), "");
        var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
        assertTrue(String.valueOf(refused.getMessage()).contains("--restart"), refused::getMessage);
    }

    @Test
    void aFileThatSomethingElseWroteIsNotReplaced() throws Exception {
        at("2024-05-03T12:00");
        save(0, "Asha");
        follow(DAY, () -> {});
        Files.writeString(file(next(1)), "\"name\":\"Of another program\"");
        isRefused(next(1), "Of another program");
        follow(true, DAY, () -> {});
        assertEquals(List.of("Asha"), names(next(1)));
    }

    /**
     * The pull of a day was killed during its last action, which compares the day with the proof. Then another program
     * wrote a file with the name of the day's file. The follower must not replace it.
     */
    @Test
    void aFileThatSomethingElseWroteAfterAKilledPullIsNotReplaced() throws Exception {
        at("2024-05-03T12:00");
        for (var hasRecords : List.of(false, true)) {
            folder = Files.createDirectory(folder.resolve("records-" + hasRecords));
            if (hasRecords) {
                save(0, "Asha");
            }
            var killed = new Pull(options(DAY).withDays(next(1), next(1)), target(true), Watcher.NOBODY);
            StopAt.atItsEnd(killed);
            Files.createDirectories(file(next(1)).getParent());
            Files.writeString(file(next(1)), "\"name\":\"Of another program\"");
            isRefused(next(1), "Of another program", " was written by something else after this pull had written it");
            isRefused(next(1), "Of another program", " was written by something else after this pull had written it");
            follow(true, DAY, () -> {});
            assertEquals(hasRecords, Files.exists(file(next(1))));
        }
    }

    /** The files of the days that the restart had not reached must still be replaced. */
    @Test
    void aRestartThatWasInterruptedContinuesWithoutRestart() throws Exception {
        at("2024-05-02T12:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        save(0, "Bina");
        at("2024-05-04T12:00");
        for (var day : List.of(DAY, next(1))) {
            Files.createDirectories(file(day).getParent());
            Files.writeString(file(day), "\"name\":\"Of another program\"");
        }
        var interrupted = new Watcher() {
            @Override
            public void finished(LocalDate day) {
                throw new IllegalStateException("interrupted");
            }
        };
        assertThrows(IllegalStateException.class, () -> follow(true, DAY, interrupted, () -> false));
        follow(DAY, () -> {});
        assertEquals(List.of("Asha"), names(DAY));
        assertEquals(List.of("Bina"), names(next(1)));
        save(0, "Chitra");
        Files.createDirectories(file(next(2)).getParent());
        Files.writeString(file(next(2)), "\"name\":\"Of another program\"");
        isRefused(next(2), "Of another program");
        Files.writeString(folder.resolve(".daybook-replacing"), DAY + "\na restart with other options\n");
        isRefused(next(2), "Of another program");
        var settled = Files.readAllLines(folder.resolve(".daybook-settled"));
        Files.writeString(folder.resolve(".daybook-replacing"), next(1) + "\n" + settled.get(1) + "\n");
        isRefused(next(2), "Of another program");
        Files.writeString(folder.resolve(".daybook-replacing"), DAY + "\n" + settled.get(1) + "\n");
        follow(DAY, () -> assertEquals(List.of("Chitra"), names(next(2))));
        assertFalse(Files.exists(folder.resolve(".daybook-replacing")));
    }

    /** After the first complete round, the same follower no longer replaces files of other programs. */
    @Test
    void theRightToReplaceFilesEndsWithTheFirstRound() throws Exception {
        at("2024-05-02T12:00");
        save(0, "Asha");
        Files.createDirectories(file(DAY).getParent());
        Files.writeString(file(DAY), "\"name\":\"Of another program\"");
        var rounds = new AtomicInteger();
        var refused = assertThrows(
                ClientException.class,
                () -> follow(true, DAY, Watcher.NOBODY, () -> {
                    assertEquals(List.of("Asha"), names(DAY));
                    try {
                        Files.writeString(file(DAY), "precious");
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                    return rounds.incrementAndGet() < 2;
                }));
        assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
        assertEquals("precious", Files.readString(file(DAY)));
    }

    private void isRefused(LocalDate day, String name) {
        isRefused(day, name, " exists already; --restart");
    }

    private void isRefused(LocalDate day, String name, String why) {
        var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
        assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file(day) + why), refused::getMessage);
        assertEquals(List.of(name), names(day));
    }

    /**
     * Two other pulls write an earlier day into the same folder: one in another format, one from another address of the
     * server. The follower must still recognise its own files, and replace them.
     */
    @Test
    void aFollowerReplacesItsFilesAfterAPullWithOtherOptions() throws Exception {
        at("2024-05-02T10:00");
        save(0, "Asha");
        at("2024-05-03T12:00");
        var bina = save(0, "Bina");
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            var own = target(true);
            var csv = new FormatOptions(
                            PulledKind.CUSTOMERS,
                            FileType.CSV,
                            Content.RECORDS,
                            Compression.NONE,
                            Dates.VENDOR,
                            zone,
                            false)
                    .format();
            var asCsv = new Target(folder, true, csv, List.of(), "day csv");
            follow(next(1), () -> {});
            new Pull(options(DAY), asCsv, Watcher.NOBODY).run(false);
            new Pull(by(proxy, DAY), own, Watcher.NOBODY).run(false);
            save(bina, "Bina Rao");
            follow(next(1), () -> assertEquals(List.of("Bina Rao"), names(next(1))));
            assertEquals(
                    0, new Pull(options(DAY), asCsv, Watcher.NOBODY).run(false).fetched());
            assertEquals(
                    0, new Pull(by(proxy, DAY), own, Watcher.NOBODY).run(false).fetched());
        }
    }

    /**
     * A pull with other options replaced the follower's file by one of the same length. The length does not show this,
     * but the follower must still refuse to replace the file.
     */
    @Test
    void aFileThatAnotherPullReplacedIsNotReplacedBack() throws Exception {
        at("2024-05-03T12:00");
        save(0, "Asha");
        follow(next(1), () -> {});
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            new Pull(by(proxy, next(1)), target(true), Watcher.NOBODY).run(true);
        }
        assertThrows(ClientException.class, () -> follow(next(1), () -> {}));
    }

    /**
     * The first request of a round is refused, as by a gateway in front of a server during a deployment. Earlier rounds
     * have shown that the server accepts the key, so the follower stops only at the third refusal.
     */
    @Test
    void aFollowerContinuesAfterARefusalThatPasses() throws Exception {
        at("2024-05-02T12:00");
        save(0, "Asha");
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            for (var fault : List.of(Fault.forbidden(), Fault.answer(404, "{}"), Fault.answer(302, ""))) {
                proxy.plan(FaultPlan.none());
                var own = by(proxy, DAY);
                var brisk = new PullOptions(
                        own.connection()
                                .withRetries(new RetryPolicy(
                                        Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(60))),
                        own.pages(),
                        DAY,
                        DAY,
                        1);
                var rounds = new AtomicInteger();
                assertThrows(
                        ClientException.class,
                        () -> follow(false, brisk, Watcher.NOBODY, () -> {
                            var count = rounds.incrementAndGet() == 3 ? 3 : 1;
                            proxy.plan(FaultPlan.burst(proxy.requests().size() + 1, count, fault));
                            return true;
                        }),
                        fault::toString);
                assertEquals(3, rounds.get(), fault::toString);
            }
        }
    }

    private PullOptions by(FaultProxy proxy, LocalDate day) {
        var own = options(day);
        return new PullOptions(
                new Connection(proxy.uri(), token, cmId, 0, Duration.ofSeconds(10), RetryPolicy.DEFAULT),
                own.pages(),
                day,
                day,
                1);
    }

    /**
     * The follower is stopped at each event, also between the replacement of a file and the line of the receipt about
     * it. The next follower must still recognise the file as its own, and replace it.
     */
    @Test
    void aFollowerStoppedAtAnyStepReplacesTheFilesOfTheSamePull() throws Exception {
        at("2024-05-03T12:00");
        var asha = save(0, "Asha");
        new Pull(options(DAY).withDays(next(1), next(1)), target(true), Watcher.NOBODY).run(false);
        var name = new StringBuilder("Asha");
        var steps = 0;
        for (var isStopped = true; isStopped; steps++) {
            save(asha, name.append(" x").toString());
            isStopped = false;
            try {
                follow(false, DAY, new StopAt(steps + 1), () -> false);
            } catch (IllegalStateException stopped) {
                isStopped = true;
            }
            save(asha, name.append(" y").toString());
            follow(DAY, () -> {});
            assertEquals(List.of(name.toString()), names(next(1)), "stopped at step " + (steps + 1));
        }
        assertTrue(steps > 2, steps + " steps");
    }

    /**
     * One of the two files of a day is missing: another program moved it away, or a kill came between the deletions of
     * both. The follower replaces the other file, unless another program wrote that one.
     */
    @Test
    void theOtherFileOfADayIsReplacedIfOneIsMissing() throws Exception {
        at("2024-05-02T12:00");
        var asha = save(0, "Asha");
        followBoth(DAY);
        var more = file(DAY).resolveSibling("more.ndjson");
        Files.delete(file(DAY));
        save(0, "Bina");
        followBoth(DAY);
        assertEquals(List.of("Asha", "Bina"), names(DAY));
        assertEquals(Files.readString(file(DAY)), Files.readString(more));
        Files.writeString(more, "precious");
        Files.delete(file(DAY));
        remove(asha);
        assertThrows(ClientException.class, () -> followBoth(DAY));
        assertEquals("precious", Files.readString(more));
    }

    /** All days of a folder are masked, or none, because whoever reads the folder cannot tell the days apart. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void daysOfAKeyThatMasksOtherwiseAreNotContinued(boolean first) throws IOException {
        at("2024-05-02T12:00");
        save(0, "Asha");
        for (var settled : List.of(false, true)) {
            masking = first;
            follow(DAY, () -> {});
            pulled.clear();
            masking = !first;
            var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .contains(first ? "with a masking key" : "with a key that does not mask"),
                    refused::getMessage);
            assertTrue(String.valueOf(refused.getMessage()).contains("--restart"), refused::getMessage);
            assertEquals(List.of(), pulled);
            assertEquals(settled, Files.exists(folder.resolve(".daybook-settled")));
            at("2024-05-03T12:00");
            assertThrows(ClientException.class, () -> follow(next(1), () -> {}));
            assertEquals(List.of(), pulled);
        }
        follow(true, DAY, () -> {});
        assertEquals(List.of(DAY, next(1)), pulled);
    }

    /**
     * Days of another zone begin at another time. After the last settled day, hours would be missing, so the follower
     * refuses to continue.
     */
    @Test
    void settledDaysOfAnotherZoneAreNotContinued() throws IOException {
        at("2024-05-03T12:00");
        save(0, "Asha");
        follow(DAY, () -> {});
        pulled.clear();
        zone = ZoneId.of("America/New_York");
        var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains("with the days of Asia/Kolkata, not of America/New_York; name that zone by --zone"),
                refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains("--restart"), refused::getMessage);
        assertEquals(List.of(), pulled);
        follow(true, DAY, () -> {});
        assertEquals(List.of(DAY, next(1)), pulled);
    }

    /** Between the days that stay and the first new one, hours would be missing. */
    @Test
    void aRestartThatLeavesDaysOfAnotherZoneIsRefused() throws Exception {
        var pages = options(DAY).pages().withToday(DAY);
        new Pull(options(DAY).withPages(pages.withZone(INDIA)), target(true), Watcher.NOBODY).run(false);
        moveToNewYork();
        var later = options(next(1)).withPages(pages.withZone(zone));
        var follow = new Follow(
                later, target(true), zone, SETTLE, Duration.ZERO, server.clock, Comparison.NONE, Watcher.NOBODY);
        var refused = assertThrows(ClientException.class, () -> follow.run(true, result -> {}, () -> false));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(
                String.valueOf(refused.getMessage()).contains(" has days of Asia/Kolkata from " + DAY + " to " + DAY),
                refused::getMessage);
        assertFalse(Files.exists(folder.resolve(".daybook-replacing")), "a later follower would replace files");

        var receipt = Files.readString(folder.resolve(".daybook-pulled"));
        Files.delete(folder.resolve(".daybook-pulled"));
        at("2024-05-03T12:00");
        for (var name : List.of("Asha", "Bina", "Chitra")) {
            save(0, name);
        }
        assertTrue(StopAt.stops(later, target(true), 1));
        Files.writeString(folder.resolve(".daybook-pulled"), receipt);
        var files = files();
        assertThrows(ClientException.class, () -> follow.run(false, result -> {}, () -> false));
        assertEquals(files, files(), "the unfinished pull is kept");
    }

    /**
     * After a move to the west, the folder may have a day of the former zone that has not begun in the new one. The
     * follower replaces it when it has begun, so a follower that is started again before that is not refused.
     */
    @Test
    void aDayOfTheFormerZoneThatHasNotBegunIsReplacedLater() throws Exception {
        at("2024-05-03T03:00");
        save(0, "Asha");
        followInZone(false);
        moveToNewYork();
        followInZone(true);
        followInZone(false);
        at("2024-05-03T01:00");
        followInZone(false);
        assertFalse(Files.readString(folder.resolve(".daybook-pulled")).contains("Asia/Kolkata"));
    }

    /** A day of the former zone that is far ahead will not be replaced soon. The follower does not wait for it. */
    @Test
    void aDayOfTheFormerZoneThatIsFarAheadKeepsNothingOpen() throws Exception {
        at("2024-05-03T12:00");
        save(0, "Asha");
        followInZone(false);
        var far = options(DAY).withDays(DAY.plusMonths(1), DAY.plusMonths(1));
        var inZone = far.withPages(far.pages().withZone(zone));
        new Pull(inZone, target(true), Watcher.NOBODY).run(false);
        moveToNewYork();
        followInZone(true);
        assertTrue(Files.readString(folder.resolve(".daybook-pulled")).contains("Asia/Kolkata"));
        assertFalse(Files.exists(folder.resolve(".daybook-replacing")));
    }

    /** Gives the account another zone, and makes a new key, because the server caches a key with its account. */
    private void moveToNewYork() {
        zone = ZoneId.of("America/New_York");
        var account = new Account(cmId, "Test", zone, "{}");
        server.stores.database().write(transaction -> AccountStore.set(transaction, account));
        server.stores.rerender(account, true);
        token = server.addKey(cmId, Set.of(Scope.EVERYTHING), false, Instant.MAX);
    }

    private void followInZone(boolean restart) throws InterruptedException {
        var options = options(DAY);
        var inZone = options.withPages(options.pages().withZone(zone));
        new Follow(inZone, target(true), zone, SETTLE, Duration.ZERO, server.clock, Comparison.NONE, Watcher.NOBODY)
                .run(restart, result -> {}, () -> false);
    }

    /** Unreleased builds wrote no zone into {@code .daybook-settled}, the list of settled days. */
    @Test
    void settledDaysOfAnUnknownZoneAreNotContinued() throws IOException {
        at("2024-05-03T12:00");
        save(0, "Asha");
        follow(DAY, () -> {});
        var notes = folder.resolve(".daybook-settled");
        var before = Files.readString(notes);
        Files.writeString(notes, before.replace(" in Asia/Kolkata as ", " as "));
        var files = files();
        pulled.clear();
        var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("repeat those, or start over with --restart"),
                refused::getMessage);
        assertEquals(files, files());
        assertEquals(List.of(), pulled);
        follow(true, DAY, () -> {});
        assertEquals(before, Files.readString(notes));
    }

    @Test
    void anUnreadableSettledFileIsReported() throws IOException {
        at("2024-05-03T12:00");
        Files.write(folder.resolve(".daybook-settled"), new byte[] {(byte) 0xFF});
        var refused = assertThrows(ClientException.class, () -> follow(DAY, () -> {}));
        assertEquals(Reason.OUTPUT, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).endsWith("Input length = 1"), refused.getMessage());
    }

    @Test
    void aTrailingSlashInTheUrlContinuesTheSamePull() {
        at("2024-05-03T12:00");
        follow(DAY, () -> {});
        slash = "/";
        pulled.clear();
        follow(DAY, () -> assertEquals(List.of(next(1)), pulled));
    }

    @Test
    void aFollowerNeedsOneFileForEachDay() {
        var wrong = assertThrows(
                IllegalArgumentException.class,
                () -> new Follow(
                        options(DAY),
                        target(false),
                        zone,
                        SETTLE,
                        Duration.ZERO,
                        server.clock,
                        Comparison.NONE,
                        Watcher.NOBODY));
        assertTrue(String.valueOf(wrong.getMessage()).contains("--partition day"), wrong.getMessage());
    }

    /**
     * The second of November 2025 in New York has 25 hours; the eighth of September 2024 in Santiago begins at 01:00.
     */
    @Test
    void aDayEndsWhereTheClocksChange() {
        settlesAt(8, "America/New_York", "2025-11-02", "2025-11-03T05:10:00Z");
        settlesAt(9, "America/Santiago", "2024-09-07", "2024-09-08T04:10:00Z");
        settlesAt(10, "America/Santiago", "2024-09-08", "2024-09-09T03:10:00Z");
    }

    private void settlesAt(long account, String accountZone, String day, String settled) {
        zone = ZoneId.of(accountZone);
        cmId = account;
        server.addAccount(account, zone);
        token = server.addKey(account, Set.of(Scope.EVERYTHING), false, Instant.MAX);
        folder = folder.resolve("of" + account);
        pulled.clear();
        var first = LocalDate.parse(day);
        server.clock.set(Instant.parse(settled).minusSeconds(1));
        save(0, "Late");
        follow(
                first,
                () -> {
                    assertEquals(List.of(first, first.plusDays(1)), pulled);
                    server.clock.set(Instant.parse(settled));
                    pulled.clear();
                },
                () -> {
                    assertEquals(List.of(first, first.plusDays(1)), pulled);
                    pulled.clear();
                },
                () -> assertEquals(List.of(first.plusDays(1)), pulled));
        assertEquals(List.of("Late"), names(first.plusDays(1)));
    }

    private void follow(LocalDate first, Runnable... afterRounds) {
        follow(false, first, afterRounds);
    }

    private void follow(boolean restart, LocalDate first, Runnable... afterRounds) {
        var left = new ArrayDeque<>(List.of(afterRounds));
        follow(restart, first, new Watcher() {}, () -> {
            left.removeFirst().run();
            return !left.isEmpty();
        });
    }

    private void follow(boolean restart, LocalDate first, Watcher watcher, Supplier<Boolean> goOn) {
        follow(restart, options(first), watcher, goOn);
    }

    private void follow(boolean restart, PullOptions options, Watcher watcher, Supplier<Boolean> goOn) {
        var both = new Watcher() {
            @Override
            public void wrote(LocalDate day, int records, long wireBytes) {
                watcher.wrote(day, records, wireBytes);
            }

            @Override
            public void isBehind(String why) {
                behind.add(why);
            }

            @Override
            public void waitsForOthers(Duration wait) {
                watcher.waitsForOthers(wait);
            }

            @Override
            public void finished(LocalDate day) {
                pulled.add(day);
                watcher.finished(day);
            }

            @Override
            public void pullsAgain(List<LocalDate> days) {
                pulledAgain.addAll(days);
            }

            @Override
            public void stillDiffers(LocalDate day) {
                stillDiffering.add(day);
            }

            @Override
            public void leavesOut(LocalDate from, LocalDate to) {
                leftOut.addAll(List.of(from, to));
            }
        };
        try {
            new Follow(
                            options,
                            target(true),
                            zone,
                            SETTLE,
                            Duration.ZERO,
                            Clock.offset(server.clock, ahead),
                            comparison,
                            both)
                    .run(restart, result -> {}, goOn);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private PullOptions options(LocalDate first) {
        return new PullOptions(
                new Connection(server.uri(slash), token, cmId, 0, Duration.ofSeconds(10), RetryPolicy.DEFAULT),
                PageOptions.of(PulledKind.CUSTOMERS)
                        .withProof(new ProofAnswer(zone.getId(), 2, masking, new TreeMap<>())),
                first,
                first,
                1);
    }

    /** A target with two files for each day. */
    private Target both() {
        var main = target(true);
        var more = new Target.ExtraFile(Path.of("more.ndjson"), main.format());
        return new Target(main.out(), true, main.format(), List.of(more), main.described());
    }

    private Target target(boolean byDay) {
        var format = new FormatOptions(
                PulledKind.CUSTOMERS, FileType.NDJSON, Content.RECORDS, Compression.NONE, Dates.VENDOR, zone, false);
        return new Target(folder, byDay, format.format(), List.of(), "day ndjson");
    }

    private void at(String local) {
        server.clock.set(LocalDateTime.parse(local).atZone(zone).toInstant());
    }

    private static LocalDate next(int days) {
        return DAY.plusDays(days);
    }

    private long save(long id, String name) {
        return new TestCustomers(server, cmId, zone).save(id, name);
    }

    /** Loads customers that were created on a day, as an import of history does. */
    private void load(LocalDate day, int count) {
        var rows = TestCustomers.every(
                Duration.ofMinutes(1), day.atTime(13, 0).atZone(zone).toInstant(), count);
        var account = new Account(cmId, "Imported", zone, "{}");
        server.stores
                .database()
                .write(transaction ->
                        server.stores.customers().load(transaction, account, rows, server.clock.instant()));
    }

    private void remove(long id) {
        new TestCustomers(server, cmId, zone).delete(id);
    }

    private Path file(LocalDate day) {
        return folder.resolve("date=" + day).resolve("part.ndjson");
    }

    private List<String> names(LocalDate day) {
        try {
            return Files.readAllLines(file(day)).stream()
                    .map(line -> line.replaceFirst(".*?\"name\":\"([^\"]*)\".*", "$1"))
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
