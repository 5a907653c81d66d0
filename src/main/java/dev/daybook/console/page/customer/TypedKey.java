package dev.daybook.console.page.customer;

import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.TextField;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.message.NumberText;
import java.util.Set;

/**
 * Reader of typed codes, phones, e-mails and similar words, by which people are found. They are stored as the API
 * stores them: {@code wire.customer.CustomerNames} says which fields are codes or words in the API.
 */
final class TypedKey {
    private static final Set<TextField> NUMBERS =
            Set.of(ProfileField.CUSTOMER_CODE, ProfileField.PHONE, ContactField.PHONE);

    private static final Set<TextField> WORDS =
            Set.of(ProfileField.EMAIL, ContactField.EMAIL, ContactField.DESIGNATION);

    private TypedKey() {}

    /**
     * The text to store. A code, a phone, an e-mail or a designation loses surrounding blanks and invisible characters.
     * A code or a phone also loses a final {@code .0}, which a spreadsheet may have added. Any other text stays as it
     * is.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if a spreadsheet has shortened a code or a phone
     */
    static String read(Visit visit, TextField field, String typed) {
        if (!NUMBERS.contains(field)) {
            return WORDS.contains(field) ? Blanks.word(typed) : typed;
        }
        var word = Blanks.word(typed);
        if (NumberText.isShortened(word)) {
            var label =
                    field instanceof ProfileField profile ? "field." + CustomerForm.name(profile) : "contact." + field;
            throw Problem.INVALID_VALUE.because(visit.t("error.shortened", visit.t(label)));
        }
        return NumberText.restored(word);
    }
}
