package dev.daybook.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options of a log-in through an OpenID Connect provider. */
class OpenIdOptionsTest {
    @TempDir
    private Path folder;

    /**
     * What an editor adds to the secret, such as a byte order mark, is removed. Only the provider knows whether the
     * secret is right, so nobody would notice such an addition before the first log-in fails.
     */
    @ParameterizedTest
    @ValueSource(strings = {"a secret", " a secret\n", "\uFEFFa secret\r\n"})
    void theSecretIsTheTextOfItsFile(String content) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), content);
        var options = CommandLine.populateCommand(
                new OpenIdOptions(),
                "--openid-issuer=https://login.example",
                "--openid-client=daybook",
                "--openid-secret-file=" + file,
                "--console-url=https://daybook.example");
        assertEquals("a secret", options.settings().orElseThrow().clientSecret());
    }
}
