package dev.daybook.domain.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuyerTest {
    private static final Buyer ASHA = new Buyer(
            1,
            2,
            Map.of(
                    BuyerField.CUSTOMER_NAME, "Asha Rao",
                    BuyerField.CUSTOMER_CODE, "A-1",
                    BuyerField.CUSTOMER_PHONE, "9000000001",
                    BuyerField.CUSTOMER_EMAIL, "asha@mail.example",
                    BuyerField.CONTACT_PHONE, "9000000003",
                    BuyerField.CONTACT_EMAIL, "home@mail.example"));

    @ParameterizedTest
    @CsvSource({
        "true, NAME, asha rao",
        "true, CUSTOMER_CODE, A-1",
        "true, PHONE, +91 90000 00001",
        "true, PHONE, 9000000003",
        "true, EMAIL, Asha@mail.example",
        "true, EMAIL, home@mail.example",
        "false, CITY, Pune"
    })
    void isInAChangeWithOneOfItsTexts(boolean isIn, ProfileField field, String text) {
        var texts = new EnumMap<ProfileField, String>(Map.of(
                ProfileField.NAME, "Mira",
                ProfileField.CUSTOMER_CODE, "B-1",
                ProfileField.PHONE, "9000000002",
                ProfileField.EMAIL, "mira@mail.example"));
        texts.put(field, text);
        assertEquals(isIn, ASHA.isIn(CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, texts)));
    }
}
