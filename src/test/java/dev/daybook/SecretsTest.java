package dev.daybook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.option.TokenFile;
import dev.daybook.client.call.Connection;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.console.page.PeoplePages;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.http.admin.UserAdmin;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.wire.admin.KeyJson;
import dev.daybook.wire.admin.WebhookJson;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** No {@code toString} contains a token, secret or password, which would then get into a log or a message. */
class SecretsTest {
    private static final String MARKER = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("marker-of-a-secret-0123456789-ab".getBytes(StandardCharsets.US_ASCII));
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(token|secret|password|credential|authorization|cookie|hash|link).*|header|.*word");
    private static final List<Class<?>> HOLDERS =
            List.of(String.class, char[].class, byte[].class, URI.class, DatabaseUrl.class);

    /** A component of one of these types counts as a secret, whatever its name: it has a secret or may have one. */
    private static final Set<Class<?>> ALWAYS = Set.of(Token.class, Secret.class, Properties.class);

    /** Records that seem to have a secret, by their name or that of a component, but have none. */
    private static final Set<String> HARMLESS = Set.of(
            "dev.daybook.cli.pull.PullRun$Proven",
            "dev.daybook.client.answer.PulledList",
            "dev.daybook.console.data.ImportJob$State",
            "dev.daybook.console.page.CustomerPages$Line",
            "dev.daybook.store.faq.SearchTerm");

    /**
     * Samples of records for which {@link #sample} makes none: the test does not recognise that they have a secret, or
     * their secret must have a certain form.
     */
    private static final List<Record> SAMPLES = List.of(
            new Token(MARKER),
            new Secret(MARKER),
            new FormerSecret(new Secret(MARKER), Instant.MAX),
            new Webhook(
                    1, URI.create("https://hooks.example/" + MARKER + "?token=" + MARKER), new Secret(MARKER), false),
            new ApiKeyStore.Added(new ApiKey(1, 1, "", Set.of(), Instant.MAX, false, false), new Token(MARKER)),
            (Record) DatabaseUrl.parse("postgresql://user:" + MARKER + "@db.example/daybook?password=" + MARKER),
            new KeyJson.Creation(null, null, false, null, MARKER),
            new KeyJson.Created(1, MARKER, null, false, null),
            new KeyJson.Rotated(1, MARKER, "", null, ""),
            new WebhookJson.Entry("https://hooks.example/" + MARKER, false, 0, 0, null, null),
            new WebhookJson.Setting("https://hooks.example/" + MARKER, MARKER, false, null, false),
            new WebhookJson.Set(MARKER, false, true, false, List.of()),
            new PersonLink(MARKER),
            new PeoplePages.Handed(
                    new Person(1, "asha@shop.example", "Asha", false, false, "en"), "/console/link/" + MARKER),
            new TokenFile("--token-file", Path.of("token")),
            new UserAdmin.PasswordLink("/console/link/" + MARKER, (transaction, personId) -> {}),
            new OpenIdSettings("https://login.example", "daybook", MARKER, URI.create("https://daybook.example")),
            Connection.to(URI.create("https://crm.example"), 1, MARKER));

    @Test
    void toStringOfARecordNeverContainsItsSecret() throws ReflectiveOperationException {
        var tried = SAMPLES.stream().map(Record::getClass).collect(Collectors.toSet());
        var found = ReflectionSupport.findAllClassesInPackage("dev.daybook", SecretsTest::hasASecret, name -> true);
        assertFalse(found.isEmpty(), "records with a secret are found");
        var samples = new ArrayList<Record>(SAMPLES);
        for (var type : found) {
            if (!tried.contains(type)) {
                samples.add(sample(type));
            }
        }
        var printing = samples.stream()
                .filter(sample -> sample.toString().contains(MARKER))
                .map(sample -> sample.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(), printing);
    }

    @Test
    void everyHarmlessRecordExists() throws ClassNotFoundException {
        for (var name : HARMLESS) {
            assertTrue(hasASecret(Class.forName(name), Set.of()), name);
        }
    }

    /**
     * Whether this is a record of the program, not of its tests, with a secret in it. A secret is recognised by its
     * type, or by name and type together.
     */
    private static boolean hasASecret(Class<?> type) {
        return hasASecret(type, HARMLESS);
    }

    private static boolean hasASecret(Class<?> type, Set<String> harmless) {
        return type.isRecord()
                && !harmless.contains(type.getName())
                && !place(type).equals(place(SecretsTest.class))
                && Stream.of(type.getRecordComponents()).anyMatch(component -> isSecret(type, component));
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static boolean isSecret(Class<?> type, RecordComponent component) {
        var named = SECRET.matcher(component.getName()).matches()
                || SECRET.matcher(type.getSimpleName()).matches();
        return (named && holds(component, HOLDERS)) || holds(component, ALWAYS);
    }

    /** Whether a component has one of these types, or contains it, as an Optional does. */
    private static boolean holds(RecordComponent component, Collection<Class<?>> types) {
        var declared = component.getGenericType().getTypeName();
        return types.stream().anyMatch(type -> declared.contains(type.getTypeName()));
    }

    /**
     * Makes a record of this type with the marker as its secrets. A record that refuses the marker needs an entry in
     * {@link #SAMPLES} instead.
     */
    private static Record sample(Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var values = new ArrayList<@Nullable Object>();
        for (var component : components) {
            values.add(value(component.getType(), isSecret(type, component) ? MARKER : "text"));
        }
        var constructor = type.getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return (Record) constructor.newInstance(values.toArray());
    }

    private static @Nullable Object value(Class<?> type, String text) throws ReflectiveOperationException {
        if (type == Properties.class) {
            var values = new Properties();
            values.setProperty("password", text);
            return values;
        }
        if (type == String.class) {
            return text;
        }
        if (type.isRecord()) {
            return sample(type);
        }
        for (var empty : List.of(Optional.empty(), Set.of(), List.of(), Map.of())) {
            if (type.isInstance(empty)) {
                return empty;
            }
        }
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
