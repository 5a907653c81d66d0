package dev.daybook.console.openid;

import dev.daybook.domain.account.Loopback;
import java.net.URI;

/**
 * The provider of a company's log-in, and this server's registration there.
 *
 * @param issuer the provider's issuer identifier, exactly as the provider states it
 * @param clientId the identifier of this server at the provider
 * @param clientSecret the secret of this server at the provider
 * @param console the address under which browsers reach this server, without a path
 */
public record OpenIdSettings(String issuer, String clientId, String clientSecret, URI console) {
    public OpenIdSettings {
        check("--openid-issuer", URI.create(issuer));
        check("--console-url", console);
        if (!console.getRawPath().replace("/", "").isEmpty() || console.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "--console-url must be an address without a path, such as https://daybook.example" + not(console));
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("--openid-client must not be empty");
        }
        if (clientSecret.isBlank()) {
            throw new IllegalArgumentException("the file of --openid-secret-file is empty");
        }
    }

    private static void check(String option, URI address) {
        if (address.getHost() == null || !isSafe(address)) {
            throw new IllegalArgumentException(
                    option + " must begin with https:// (or be on this machine)" + not(address));
        }
    }

    /** The end of a message about a wrong address. It does not show an address that may have a password. */
    private static String not(URI address) {
        return address.toString().contains("@") ? "" : ", not " + address;
    }

    /** Whether secrets may be sent to an address: it has TLS, or is on this machine. */
    static boolean isSafe(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) || Loopback.isHost(address.getHost());
    }

    /** The address of the page of this server that begins a log-in: it redirects the browser to the provider. */
    public URI begin() {
        return console.resolve("/console/openid/begin");
    }

    /** The address to which the provider sends the browser back; to be registered at the provider. */
    public URI answer() {
        return console.resolve("/console/openid/answer");
    }

    /** Hides the secret from logs and error messages. */
    @Override
    public String toString() {
        return "OpenIdSettings[" + issuer + ", " + clientId + "]";
    }
}
