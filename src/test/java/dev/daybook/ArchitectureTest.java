package dev.daybook;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.URL;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

/** The dependency rules of ARCHITECTURE.md: which room may call which, and which room may use which library. */
@AnalyzeClasses(packages = "dev.daybook", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    // Which room may call which.

    @ArchTest
    static final ArchRule EVERY_CLASS_IS_IN_A_ROOM = classes()
            .should()
            .resideInAnyPackage(packages(List.of(
                    "domain", "wire", "store", "backup", "imports", "http", "console", "webhook", "client", "server",
                    "cli")));

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage(packageOf("domain"))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(packageOf("domain"), "java..", "org.jspecify.annotations")
                    .and(not(resideInAnyPackage("java.sql..", "java.net.http.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule WIRE = room("wire").mayCall("domain");

    @ArchTest
    static final ArchRule STORE = room("store").mayCall("domain");

    @ArchTest
    static final ArchRule BACKUP = room("backup").mayCall("store", "domain");

    @ArchTest
    static final ArchRule IMPORTS = room("imports").mayCall("wire", "store", "domain");

    @ArchTest
    static final ArchRule HTTP = room("http").mayCall("wire", "store", "domain");

    @ArchTest
    static final ArchRule CONSOLE = room("console").mayCall("store", "domain");

    @ArchTest
    static final ArchRule WEBHOOK = room("webhook").mayCall("wire", "store", "domain");

    @ArchTest
    static final ArchRule CLIENT = room("client").mayCall("wire", "domain");

    @ArchTest
    static final ArchRule SERVER = room("server")
            .mayCall("http", "console", "webhook", "backup", "imports", "client", "wire", "store", "domain");

    @ArchTest
    static final ArchRule CLI = room("cli")
            .mayCall("server", "client", "http", "console", "webhook", "backup", "imports", "wire", "store", "domain");

    @ArchTest
    static final ArchRule NO_ROOMS_CALL_IN_A_CIRCLE =
            slices().matching("dev.daybook.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_ROOMS_WITHIN_A_ROOM_CALL_IN_A_CIRCLE =
            slices().matching("dev.daybook.(**)").should().beFreeOfCycles();

    /**
     * Only these rooms use packs. The stores of records need not know of packs, because triggers in the database delete
     * each pack that a change makes wrong.
     */
    @ArchTest
    static final ArchRule PACKS_ARE_USED_BY_FEW =
            only("store.pack", "store.erasure", "http", "server").mayUse(packageOf("store.pack"));

    /** A pack can contain documents of any kind of record, so its room uses no store of one kind of record. */
    @ArchTest
    static final ArchRule PACKS_KNOW_NO_NOUN = noClasses()
            .that()
            .resideInAPackage(packageOf("store.pack"))
            .should()
            .dependOnClassesThat(resideInAPackage(packageOf("store"))
                    .and(not(resideInAnyPackage(
                            "dev.daybook.store",
                            packageOf("store.pack"),
                            packageOf("store.record"),
                            packageOf("store.statement")))));

    // Which room may use which library.

    @ArchTest
    static final ArchRule JACKSON = only("wire", "backup", "client.answer", "client.request", "client.check.json")
            .mayUse("tools.jackson..", "com.fasterxml..");

    @ArchTest
    static final ArchRule SQL = only("store")
            .mayUse(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.flywaydb..",
                    "com.zaxxer..",
                    "org.sqlite..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule WEB_SERVER =
            only("http", "console", "server").mayUse("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule METRICS =
            only("http", "webhook", "store", "server").mayUse("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule COMMAND_LINE = only("cli").mayUse("picocli..");

    @ArchTest
    static final ArchRule CSV = only("imports", "client", "console").mayUse("de.siegmar.fastcsv..");

    @ArchTest
    static final ArchRule MARKDOWN = only("imports", "console").mayUse("org.commonmark..");

    @ArchTest
    static final ArchRule TEMPLATES = only("console").mayUse("gg.jte..");

    @ArchTest
    static final ArchRule PASSWORDS = only("console").mayUse("at.favre.lib..");

    @ArchTest
    static final ArchRule STEMMERS = only("store").mayUse("org.apache.lucene..", "org.tartarus..");

    @ArchTest
    static final ArchRule FILES = only("client").mayUse("org.apache.parquet..", "org.apache.hadoop..");

    @ArchTest
    static final ArchRule COMPRESSION = only("backup", "client", "http").mayUse("com.github.luben..");

    @ArchTest
    static final ArchRule TOKENS = only("console.openid").mayUse("org.jose4j..");

    @ArchTest
    static final ArchRule HTTP_CLIENT = only("client", "cli", "console.openid").mayUse("java.net.http..");

    /**
     * Only the room webhook may access sockets. Other rooms may have sockets in their signatures, because a trust
     * manager of the JDK has one in its signature.
     */
    @ArchTest
    static final ArchRule SOCKETS = noClasses()
            .that()
            .resideOutsideOfPackages(packages(List.of("webhook")))
            .should()
            .accessClassesThat()
            .haveNameMatching("java[.]net[.](Server|Datagram)?Socket|javax[.]net[.]ssl[.]SSLSocket.*");

    /**
     * Other ways of the JDK to the network would have no time limits, and no checks of the called address. A room that
     * may connect to other hosts uses the classes of {@link #HTTP_CLIENT} or {@link #SOCKETS}.
     */
    @ArchTest
    static final ArchRule NO_OTHER_WAY_TO_THE_NETWORK = noClasses()
            .should()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(URL.class, "getContent")
            .orShould()
            .callMethod(URL.class, "getContent", Class[].class)
            .orShould()
            .accessClassesThat()
            .haveNameMatching(".*[.](Https?)?URLConnection")
            .orShould()
            .callMethod(SocketChannel.class, "open")
            .orShould()
            .callMethod(SocketChannel.class, "open", SocketAddress.class)
            .orShould()
            .callMethod(SocketChannel.class, "open", ProtocolFamily.class)
            .orShould()
            .accessClassesThat()
            .haveNameMatching(".*[.](AsynchronousSocket|Datagram)Channel");

    // Names that do not say what a class is.

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveNameMatching(
                    ".*[.$](Abstract\\w*|\\w*(Impl|Manager|Service|Repository|Mapper|Helper|Utils?|Dto|DTO))");

    private static Room room(String name) {
        return new Room(name);
    }

    private static Rooms only(String... rooms) {
        return new Rooms(List.of(rooms));
    }

    private static String packageOf(String room) {
        return "dev.daybook." + room + "..";
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
    }

    private record Room(String name) {
        ArchRule mayCall(String... others) {
            String[] reachable =
                    packages(Stream.concat(Stream.of(name), Stream.of(others)).toList());
            return noClasses()
                    .that()
                    .resideInAPackage(packageOf(name))
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.daybook..").and(not(resideInAnyPackage(reachable))))
                    .as(name + " may call only " + String.join(", ", others))
                    .allowEmptyShould(true);
        }
    }

    private record Rooms(List<String> names) {
        ArchRule mayUse(String... libraries) {
            return noClasses()
                    .that()
                    .resideOutsideOfPackages(packages(names))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(libraries)
                    .as("only " + String.join(", ", names) + " may use " + String.join(", ", libraries))
                    .allowEmptyShould(true);
        }
    }

    /** Excludes the test classes, in any build folder; ArchUnit's own option knows only {@code target/}. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
