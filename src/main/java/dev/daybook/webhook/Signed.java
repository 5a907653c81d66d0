package dev.daybook.webhook;

import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers of Standard Webhooks, which prove who sent a body, when, and for which delivery.
 *
 * @param id the delivery's number, the same in each attempt; {@code webhook-id}
 * @param timestamp when the attempt was made, in seconds since 1970; {@code webhook-timestamp}
 * @param signature one signature for each valid secret, separated by spaces; {@code webhook-signature}
 */
record Signed(String id, String timestamp, String signature) {
    private static final String ALGORITHM = "HmacSHA256";

    /** Signs an attempt with the current time. */
    static Signed of(Delivery delivery, Instant now) {
        var id = Long.toString(delivery.id());
        var timestamp = Long.toString(now.getEpochSecond());
        var content = (id + "." + timestamp + "." + delivery.body()).getBytes(StandardCharsets.UTF_8);
        var signature = delivery.webhook().signing(now).stream()
                .map(secret -> "v1," + hmac(secret, content))
                .collect(Collectors.joining(" "));
        return new Signed(id, timestamp, signature);
    }

    private static String hmac(Secret secret, byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }
}
