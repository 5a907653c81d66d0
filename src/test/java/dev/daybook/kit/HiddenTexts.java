package dev.daybook.kit;

import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.ProfileField;
import java.util.Set;

/** Fields whose texts no answer shows, because they are not on the vendor's page. */
public final class HiddenTexts {
    public static final Set<Enum<?>> OF_CUSTOMERS = Set.of(
            ProfileField.LOCALITY,
            ContactField.TITLE,
            ContactField.FIRST_NAME,
            ContactField.LAST_NAME,
            ContactField.BIRTH_DATE,
            ContactField.DESIGNATION);

    private HiddenTexts() {}
}
