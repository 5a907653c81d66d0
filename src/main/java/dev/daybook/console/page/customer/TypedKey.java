package dev.daybook.console.page.customer;

import dev.daybook.domain.TextField;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.message.Blanks;
import java.util.Set;

/**
 * Typed codes, phones, e-mails and similar words, by which people are found. They are stored as the API stores them:
 * {@code wire.customer.CustomerNames} names the same fields.
 */
final class TypedKey {
    private static final Set<TextField> WORDS = Set.of(
            ProfileField.CUSTOMER_CODE,
            ProfileField.PHONE,
            ProfileField.EMAIL,
            ContactField.PHONE,
            ContactField.EMAIL,
            ContactField.DESIGNATION);

    private TypedKey() {}

    /** The text to store: without invisible characters if it is such a word, otherwise the typed text. */
    static String read(TextField field, String typed) {
        return WORDS.contains(field) ? Blanks.word(typed) : typed;
    }
}
