package dev.daybook.wire.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.customer.ProfileField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code customer_id} of a flat body that is not a number. */
class SaveCustomerTest {
    @ParameterizedTest
    @CsvSource({
        "3f0c-7a52, MIRA-1, MIRA-1, '\"3f0c-7a52\"'",
        "3f0c-7a52, 3f0c-7a52, 3f0c-7a52, ''",
        "' 3f0c-7a52 ', 3f0c-7a52, 3f0c-7a52, ''",
        "3f0c-7a52, '', 3f0c-7a52, ''",
        "3f0c-7a52, N/A, 3f0c-7a52, ''",
        "undefined, MIRA-1, MIRA-1, ''",
    })
    void anIdThatIsNotTheCodeIsAnOwnField(String id, String code, String expected, String own) {
        var body = "{\"customer_id\":\"%s\",\"customer_code\":\"%s\",\"name\":\"Mira\",\"phone\":\"9100000451\"}";
        var read = SaveCustomer.decode(body.formatted(id, code).getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, read.asked().text(ProfileField.CUSTOMER_CODE));
        assertEquals(
                own.isEmpty() ? Map.of() : Map.of("customer_id", own),
                read.asked().details().associates());
        assertEquals(List.of(), read.ignored());
    }
}
