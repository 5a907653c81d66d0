package dev.daybook.console.openid;

import dev.daybook.domain.person.EmailKey;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Client of the provider, by the authorization code flow of OpenID Connect Core 1.0, section 3.1. It reads the
 * provider's keys for each log-in, so that replaced keys are never trusted.
 */
final class OpenIdProvider {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String USER_INFO = "userinfo_endpoint";

    /** An access token that fits into a header: visible ASCII characters (RFC 6749, appendix A.12). */
    private static final Pattern BEARER = Pattern.compile("[\\x21-\\x7e]+");

    private static final Duration DISCOVERED_FOR = Duration.ofMinutes(5);

    private final ProviderCalls calls = new ProviderCalls();
    private final OpenIdSettings settings;
    private volatile @Nullable Discovered discovered;

    /**
     * The provider's discovery document, cached until the time {@code until}, as {@link System#nanoTime} measures it.
     */
    private record Discovered(Map<String, Object> document, long until) {}

    OpenIdProvider(OpenIdSettings settings) {
        this.settings = settings;
    }

    /** The address of the provider's page on which the person logs in. */
    URI loginPage(LoginRequest request) throws LoginFailure {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", settings.answer().toString());
        query.put("scope", "openid email");
        query.put("state", request.state());
        query.put("nonce", request.nonce());
        query.put("code_challenge", request.challenge());
        query.put("code_challenge_method", "S256");
        var page = to(discover(), "authorization_endpoint").build().uri().toString();
        return URI.create(page + (page.contains("?") ? "&" : "?") + encoded(query));
    }

    /** The verified e-mail of the person who logged in, for the code that the provider gave. */
    String email(LoginRequest request, String code) throws LoginFailure {
        var discovered = discover();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", settings.answer().toString());
        form.put("code_verifier", request.verifier());
        var post = to(discovered, "token_endpoint").header("Content-Type", "application/x-www-form-urlencoded");
        if (takesBasic(discovered)) {
            post.header("Authorization", basic());
        } else {
            form.put("client_id", settings.clientId());
            form.put("client_secret", settings.clientSecret());
        }
        var tokens = ask(post.POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
        var idToken = text(tokens, "id_token");
        var keys = calls.send(to(discovered, "jwks_uri"));
        var claims = new IdToken(settings).claims(idToken, keys, request.nonce());
        var verified = claims.get("email_verified");
        var isPart = verified == null || (claims.get("email") == null && "true".equals(verified.toString()));
        if (!isPart || !discovered.containsKey(USER_INFO)) {
            return verifiedEmail(claims);
        }
        // Some providers state the e-mail, or that it is verified, only at their UserInfo endpoint (section 5.4).
        var email = verifiedEmail(userInfo(discovered, text(tokens, "access_token"), claims));
        var inToken = claims.get("email");
        if (inToken != null && !EmailKey.of(inToken.toString()).equals(EmailKey.of(email))) {
            throw LoginFailure.refused("the UserInfo endpoint states another e-mail than the ID token");
        }
        return email;
    }

    /** The claims of the UserInfo endpoint about the person whose token was verified (section 5.3). */
    private Map<String, Object> userInfo(Map<String, Object> discovered, String accessToken, Map<String, Object> claims)
            throws LoginFailure {
        if (!BEARER.matcher(accessToken).matches()) {
            throw LoginFailure.away("the provider's access token is malformed", null);
        }
        var info = ask(to(discovered, USER_INFO).header("Authorization", "Bearer " + accessToken));
        if (!text(info, "sub").equals(claims.get("sub"))) {
            throw LoginFailure.refused("the UserInfo endpoint answers for another person");
        }
        return info;
    }

    private static String verifiedEmail(Map<String, Object> claims) throws LoginFailure {
        if (!(claims.get("email") instanceof String email)
                || !"true".equals(String.valueOf(claims.get("email_verified")))) {
            throw LoginFailure.refused("the provider states no verified e-mail");
        }
        return email;
    }

    private Map<String, Object> discover() throws LoginFailure {
        var known = discovered;
        if (known != null && known.until - System.nanoTime() > 0) {
            return known.document;
        }
        var document = discoverAnew();
        discovered = new Discovered(document, System.nanoTime() + DISCOVERED_FOR.toNanos());
        return document;
    }

    private Map<String, Object> discoverAnew() throws LoginFailure {
        var issuer = settings.issuer();
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var document = ask(HttpRequest.newBuilder(URI.create(base + DISCOVERY)));
        if (!text(document, "issuer").equals(issuer)) {
            throw LoginFailure.away("the provider states another issuer than --openid-issuer", null);
        }
        return document;
    }

    /** Whether the token endpoint takes the secret in a header, which is the default of the standard. */
    private static boolean takesBasic(Map<String, Object> discovered) {
        return !(discovered.get("token_endpoint_auth_methods_supported") instanceof List<?> methods)
                || methods.contains("client_secret_basic");
    }

    /** The {@code Authorization} header. By RFC 6749, section 2.3.1, identifier and secret are form-encoded first. */
    private String basic() {
        var pair = encoded(settings.clientId()) + ":" + encoded(settings.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> ask(HttpRequest.Builder request) throws LoginFailure {
        try {
            return JsonUtil.parseJson(calls.send(request));
        } catch (JoseException malformed) {
            throw LoginFailure.away("the provider's answer is not JSON", malformed);
        }
    }

    /**
     * Begins a request to the address that {@code object}, an answer of the provider, has under {@code name}. Like the
     * issuer, the address must have TLS or be on this machine, because the client secret, codes, tokens and keys pass
     * there.
     *
     * @throws LoginFailure if the address is missing, malformed or not safe
     */
    private static HttpRequest.Builder to(Map<String, Object> object, String name) throws LoginFailure {
        try {
            var address = URI.create(text(object, name));
            var request = HttpRequest.newBuilder(address);
            if (!OpenIdSettings.isSafe(address)) {
                throw LoginFailure.away(
                        "the provider's " + name + " must begin with https:// (or be on this machine)", null);
            }
            return request;
        } catch (IllegalArgumentException malformed) {
            throw LoginFailure.away("the provider's " + name + " is not an address that can be called", malformed);
        }
    }

    private static String text(Map<String, Object> object, String name) throws LoginFailure {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw LoginFailure.away("the provider's answer has no " + name, null);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
