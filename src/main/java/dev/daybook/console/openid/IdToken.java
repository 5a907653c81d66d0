package dev.daybook.console.openid;

import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Verifier of a provider's ID token, by OpenID Connect Core 1.0, section 3.1.3.7. */
final class IdToken {
    private static final int CLOCK_SKEW_SECONDS = 60;

    /**
     * The accepted algorithms, which sign with a private key that only the provider has. All others are refused, in
     * particular {@code none}, because its tokens have no signature, and HMAC, because its key is the client secret,
     * which Daybook has too.
     */
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private final OpenIdSettings settings;

    IdToken(OpenIdSettings settings) {
        this.settings = settings;
    }

    /**
     * Verifies a token for this server and this log-in. Returns the token's claims.
     *
     * @param keys the provider's JSON Web Key Set; one of its keys must have signed the token
     * @param nonce the value that the token must contain
     * @throws LoginFailure if the token is not valid, or if the token or the keys cannot be read
     */
    Map<String, Object> claims(String token, String keys, String nonce) throws LoginFailure {
        try {
            var claims = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
                    .setJwsAlgorithmConstraints(SIGNATURES)
                    .setExpectedIssuer(settings.issuer())
                    .setExpectedAudience(settings.clientId())
                    .setRequireSubject()
                    .setRequireIssuedAt()
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .build()
                    .processToClaims(token);
            if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
                throw LoginFailure.refused("the token is for another log-in");
            }
            var party = claims.getStringClaimValue("azp");
            if (party != null && !party.equals(settings.clientId())) {
                throw LoginFailure.refused("the token is for another program");
            }
            return claims.getClaimsMap();
        } catch (InvalidJwtException refused) {
            // The exception's own message has the claims, which are personal.
            throw LoginFailure.refused("the token is not valid: error codes " + codes(refused));
        } catch (JoseException | MalformedClaimException malformed) {
            throw LoginFailure.away("the provider's token or keys cannot be read", null);
        }
    }

    private static String codes(InvalidJwtException refused) {
        return refused.getErrorDetails().stream()
                .map(error -> String.valueOf(error.getErrorCode()))
                .toList()
                .toString();
    }
}
