package dev.daybook.console.openid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider on this machine. Like a real provider it checks client, secret, redirect address and PKCE,
 * and that a code is used once. A test can change its answers.
 */
final class OpenIdStandIn implements AutoCloseable {
    static final String CLIENT = "daybook";
    static final String SECRET = "s:e/c ret";
    static final URI CONSOLE = URI.create("https://daybook.example");

    /** The key that usually signs the tokens. It is made once for all tests, because that takes a second. */
    private static final RsaJsonWebKey USUAL_KEY = newKey();

    private final HttpServer http;
    private final RsaJsonWebKey key = USUAL_KEY;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private Consumer<JwtClaims> claims = each -> {};
    private UnaryOperator<String> token = UnaryOperator.identity();
    private Consumer<Map<String, Object>> discovery = each -> {};
    private RsaJsonWebKey signer = USUAL_KEY;
    private @Nullable Consumer<Map<String, Object>> userInfo;
    private String accessToken = "some/access-token";
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private volatile @Nullable String error;
    private volatile boolean trickling;
    private final AtomicInteger redeemed = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    OpenIdStandIn() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http.createContext("/.well-known/openid-configuration", this::discover);
        http.createContext("/token", this::redeem);
        http.createContext("/keys", exchange -> answer(exchange, 200, new JsonWebKeySet(key).toJson()));
        http.createContext("/userinfo", this::describe);
        http.setExecutor(threads);
        http.start();
    }

    static RsaJsonWebKey newKey() {
        try {
            var made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId("one");
            return made;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    OpenIdSettings settings() {
        return new OpenIdSettings(issuer(), CLIENT, SECRET, CONSOLE);
    }

    /** Changes the claims of the next tokens. */
    OpenIdStandIn claims(Consumer<JwtClaims> change) {
        claims = change;
        return this;
    }

    /** Changes the next tokens after they are signed. */
    OpenIdStandIn token(UnaryOperator<String> change) {
        token = change;
        return this;
    }

    /** Signs the next tokens by a key that is not published. */
    OpenIdStandIn signedByAnotherKey() {
        signer = newKey();
        return this;
    }

    /** Changes the discovery document. */
    OpenIdStandIn discovery(Consumer<Map<String, Object>> change) {
        discovery = change;
        return this;
    }

    /**
     * Leaves the e-mail out of the next tokens, and states it at a UserInfo endpoint. The change is applied to the
     * answer of this endpoint.
     */
    OpenIdStandIn emailOnlyInUserInfo(Consumer<Map<String, Object>> change) {
        userInfo = change;
        return claims(claims -> {
            claims.unsetClaim("email");
            claims.unsetClaim("email_verified");
        });
    }

    /** Sets the access token of the next answers. */
    OpenIdStandIn accessToken(String given) {
        accessToken = given;
        return this;
    }

    /** Makes requests to this path fail with this status. */
    OpenIdStandIn failing(String path, int status) {
        failures.put(path, status);
        return this;
    }

    /** Makes the token endpoint answer with this status and body. */
    OpenIdStandIn refusing(int status, String body) {
        error = body;
        return failing("/token", status);
    }

    /** Makes the provider send only the heads of its answers, without the bodies. */
    OpenIdStandIn trickling() {
        trickling = true;
        return this;
    }

    /** The encoded public key. */
    byte[] publicKey() {
        return key.getPublicKey().getEncoded();
    }

    /** Logs the person in on the page with this address. Returns the path and query to which the browser is sent. */
    String logIn(URI page) {
        var query = form(page.getRawQuery());
        if (!"code".equals(query.get("response_type"))
                || !CLIENT.equals(query.get("client_id"))
                || !(CONSOLE + "/console/openid/answer").equals(query.get("redirect_uri"))
                || !List.of(query.get("scope").split(" ", -1)).contains("openid")
                || !"S256".equals(query.get("code_challenge_method"))) {
            throw new IllegalArgumentException("the provider refuses " + page);
        }
        var code = "code" + codes.size();
        codes.put(code, query);
        return "/console/openid/answer?code=" + code + "&state=" + query.get("state");
    }

    private void discover(HttpExchange exchange) throws IOException {
        var document = new HashMap<String, Object>();
        document.put("issuer", issuer());
        document.put("authorization_endpoint", issuer() + "/authorize");
        document.put("token_endpoint", issuer() + "/token");
        document.put("jwks_uri", issuer() + "/keys");
        if (userInfo != null) {
            document.put("userinfo_endpoint", issuer() + "/userinfo");
        }
        discovery.accept(document);
        answer(exchange, 200, JsonUtil.toJson(document));
    }

    /** The number of attempts to redeem a code, successful or not. */
    int redeemed() {
        return redeemed.get();
    }

    private void redeem(HttpExchange exchange) throws IOException {
        redeemed.incrementAndGet();
        var sent = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var asked = codes.remove(sent.getOrDefault("code", ""));
        var body = error;
        if (body != null) {
            answer(exchange, 400, body);
        } else if (!isClient(exchange, sent)) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
        } else if (asked == null
                || !"authorization_code".equals(sent.get("grant_type"))
                || !asked.get("redirect_uri").equals(sent.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(sent.get("code_verifier")))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
        } else {
            answer(
                    exchange,
                    200,
                    JsonUtil.toJson(Map.of(
                            "access_token",
                            accessToken,
                            "token_type",
                            "Bearer",
                            "id_token",
                            token.apply(idToken(asked)))));
        }
    }

    /** Answers a request to the UserInfo endpoint. */
    private void describe(HttpExchange exchange) throws IOException {
        var change = userInfo;
        if (change == null
                || !("Bearer " + accessToken)
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "");
            return;
        }
        var info =
                new HashMap<String, Object>(Map.of("sub", "17", "email", "asha@shop.example", "email_verified", true));
        change.accept(info);
        answer(exchange, 200, JsonUtil.toJson(info));
    }

    private static boolean isClient(HttpExchange exchange, Map<String, String> sent) {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return CLIENT.equals(sent.get("client_id")) && SECRET.equals(sent.get("client_secret"));
        }
        var pair = new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8)
                .split(":", 2);
        return CLIENT.equals(decoded(pair[0])) && SECRET.equals(decoded(pair[1]));
    }

    private static String challenge(String verifier) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String idToken(Map<String, String> asked) {
        var all = new JwtClaims();
        all.setIssuer(issuer());
        all.setAudience(CLIENT);
        all.setSubject("17");
        all.setIssuedAtToNow();
        all.setExpirationTimeMinutesInTheFuture(5);
        all.setStringClaim("nonce", asked.get("nonce"));
        all.setStringClaim("email", "asha@shop.example");
        all.setClaim("email_verified", true);
        claims.accept(all);
        var signed = new JsonWebSignature();
        signed.setPayload(all.toJson());
        signed.setKey(signer.getPrivateKey());
        signed.setKeyIdHeaderValue("one");
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signed.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    failures.getOrDefault(exchange.getHttpContext().getPath(), status), bytes.length);
            while (trickling) {
                exchange.getResponseBody().flush();
                Thread.sleep(50);
            }
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        trickling = false;
        http.stop(0);
        threads.shutdownNow();
    }
}
