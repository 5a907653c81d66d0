package dev.daybook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.cli.option.TokenFile;
import dev.daybook.client.call.Connection;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.http.admin.UserAdmin;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.wire.admin.KeyJson;
import dev.daybook.wire.admin.WebhookJson;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** No {@code toString} contains a token, secret or password, which would then get into a log or a message. */
class SecretsTest {
    private static final String MARKER = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("marker-of-a-secret-0123456789-ab".getBytes(StandardCharsets.US_ASCII));
    private static final Pattern SECRET = Pattern.compile("(?i).*(token|secret|password|credential|authorization).*");
    private static final Set<Class<?>> HOLDERS =
            Set.of(String.class, char[].class, byte[].class, URI.class, Token.class, Secret.class, DatabaseUrl.class);

    /** One sample of each record that has a secret. The test below finds missing ones. */
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
            new WebhookJson.Set(MARKER, false, true, List.of()),
            new PersonLink(MARKER),
            new TokenFile("--token-file", Path.of("token")),
            new UserAdmin.PasswordLink("/console/link/" + MARKER, (transaction, personId) -> {}),
            new OpenIdSettings("https://login.example", "daybook", MARKER, URI.create("https://daybook.example")),
            Connection.to(URI.create("https://crm.example"), 1, MARKER));

    @Test
    void toStringOfARecordNeverContainsItsSecret() {
        SAMPLES.forEach(sample -> assertFalse(sample.toString().contains(MARKER), sample.getClass() + " prints it"));
    }

    /** A new record with a secret needs a sample. A secret is recognised by its type, or by name and type together. */
    @Test
    void everyRecordWithASecretHasASample() {
        var tried = SAMPLES.stream().map(Record::getClass).collect(Collectors.toSet());
        var untried = new TreeSet<String>();
        var found = ReflectionSupport.findAllClassesInPackage("dev.daybook", SecretsTest::hasASecret, name -> true);
        found.stream().filter(type -> !tried.contains(type)).map(Class::getName).forEach(untried::add);
        assertEquals(new TreeSet<>(), untried);
        assertFalse(found.isEmpty(), "records with a secret are found");
    }

    /** Whether this is a record of the program, not of its tests, with a secret in it. */
    private static boolean hasASecret(Class<?> type) {
        return type.isRecord()
                && !place(type).equals(place(SecretsTest.class))
                && Stream.of(type.getRecordComponents()).anyMatch(component -> isSecret(type, component));
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static boolean isSecret(Class<?> type, RecordComponent component) {
        var held = component.getType();
        var named = SECRET.matcher(component.getName()).matches()
                || SECRET.matcher(type.getSimpleName()).matches();
        return (named && HOLDERS.contains(held)) || held == Token.class || held == Secret.class;
    }
}
