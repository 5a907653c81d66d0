package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.webhook.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The signature, against one that another language's library made. */
class SignatureTest {
    @Test
    void isThatOfTheStandard() {
        var body = "{\"ticketId\":\"714646742249\",\"status\":\"Pending\",\"subStatus\":\"In Progress\","
                + "\"sub_status\":\"In Progress\",\"queue\":\"Zahlung €\"}";
        assertEquals(
                "t=1714646742,v1=3a406f95783b925eb339bcb1e694df3aba52d4c2b00be0e9be7a424044421c6e",
                Signature.of(new Secret("0123456789abcdef"), Instant.ofEpochSecond(1_714_646_742), body));
    }
}
