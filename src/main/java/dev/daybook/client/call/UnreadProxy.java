package dev.daybook.client.call;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Advice about a proxy that is named in an environment variable, as for curl. Java does not read the variable, but only
 * its own properties.
 */
final class UnreadProxy {
    private UnreadProxy() {}

    /**
     * The end of a message about a failed connection to an https server. Empty if no environment variable names a proxy
     * for this server, if a property of Java names one, or if the server has http.
     */
    static String words(URI server, Map<String, String> environment, Properties properties) {
        if (!"https".equals(server.getScheme()) || properties.getProperty("https.proxyHost") != null) {
            return "";
        }
        return Stream.of("HTTPS_PROXY", "https_proxy")
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(name ->
                        "; " + name + " is not read: 'Through a proxy' in docs/pulling.md says how to name a proxy")
                .orElse("");
    }
}
