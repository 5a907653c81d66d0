package dev.daybook.client.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request has the texts that the caller gave, or is not sent. */
class RequestJsonTest {
    /** The API refuses such a text too. Java would send a question mark, which the server would store. */
    @Test
    void aTextThatWasCutWithinAnEmojiIsNotSent() {
        var cut = "Asha \ud83d\ude00".substring(0, 6);
        var refused = assertThrows(IllegalArgumentException.class, () -> CustomerRequests.save(7, named(cut)));
        assertEquals("a text has half of a surrogate pair, as if it was cut within an emoji", refused.getMessage());
    }

    @Test
    void anEmojiIsSentAsItIs() {
        var request = CustomerRequests.save(7, named("Asha \ud83d\ude00"));
        assertTrue(new String(request, StandardCharsets.UTF_8).contains("\"customer_name\":\"Asha \ud83d\ude00\""));
    }

    private static CustomerChange named(String name) {
        return CustomerChange.ofTexts(0, true, Map.of(ProfileField.NAME, name, ProfileField.PHONE, "9000000001"));
    }
}
