package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    @ParameterizedTest
    @CsvSource({
        "9000000001, ******0001",
        "+91 90000-00001, +** *****-*0001",
        "1234, *234",
        "1, *",
        "'', ''",
        "900000 ext 0001, ****** *** 0001",
    })
    void showsTheLastFourDigits(String phone, String masked) {
        assertEquals(masked, Masking.phone(phone));
    }

    @ParameterizedTest
    @CsvSource({
        "asha@example.com, a***@example.com",
        "a@example.com, *@example.com",
        "😀@example.com, **@example.com",
        "@example.com, @example.com",
        "not an address, **************",
        "'', ''",
        "\"a@b\"@example.com, \"****@example.com",
        "asha@example.com / 9000000009, a***@example.com*************",
        "asha@example.com/9000000009, a***@example.com/******0009",
        "asha@9000000009, a***@******0009",
        "'asha@example.com, 12', a***@example.com****",
    })
    void showsTheFirstLetterAndTheDomain(String email, String masked) {
        assertEquals(masked, Masking.email(email));
    }
}
