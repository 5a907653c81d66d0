package dev.daybook.domain.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.daybook.domain.TextKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class EmailKeyTest {
    /**
     * Rows of earlier builds have the key that {@code TextKey} gives. For an e-mail in ASCII this is also its key of
     * today.
     */
    @Property
    void theKeyOfAnAsciiEmailEqualsItsTextKey(@ForAll @CharRange(from = '\0', to = '\u007f') String email) {
        assertEquals(TextKey.of(email), EmailKey.of(email));
    }

    /**
     * The limit of log-in attempts uses the text key of an e-mail. E-mails with one e-mail key are of one person, so
     * their text keys must be equal, too: no other spelling may avoid the limit.
     */
    @Property
    void equalEmailKeysHaveEqualTextKeys(@ForAll String email) {
        assertEquals(TextKey.of(email), TextKey.of(EmailKey.of(email)));
    }

    @ParameterizedTest
    @CsvSource({
        "asha@strasse.example, asha@stra\u00dfe.example",
        "asha@strasse.example, a\u017fha@strasse.example",
        "mike@github.example, mike@g\u0131thub.example",
        "mike@github.example, m\u0130ke@github.example",
        "mike@github.example, mi\u212ae@github.example",
        "zo\u00eb@shop.example, zoe\u0308@shop.example",
        "zo\u00eb@shop.example, ZO\u00cb@shop.example"
    })
    void lookAlikeLettersMakeADifferentEmail(String one, String other) {
        assertNotEquals(EmailKey.of(one), EmailKey.of(other));
    }

    @ParameterizedTest
    @CsvSource({"Asha@Shop.EXAMPLE, asha@shop.example", "ZO\u00cb@Shop.example, zo\u00cb@shop.example"})
    void caseOfAsciiLettersDoesNotMatter(String one, String other) {
        assertEquals(EmailKey.of(other), EmailKey.of(one));
    }
}
