package dev.daybook.domain.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\t", "\n", "\r", " ", "\u007f", "\u0085", "\u00a0", "\u1680", "\u2007", "\u2028", "\u2029",
                "\u202f", "\u3000"
            })
    void anEmailHasNoBlankAndNoControlCharacter(String blank) {
        assertFalse(Person.isEmail("asha" + blank + "@shop.example"));
        assertFalse(Person.isEmail("asha@shop" + blank + ".example"));
        assertFalse(Person.isEmail("asha@shop.example" + blank));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "asha", "@", "@shop.example", "asha@", "asha@shop@example", "a,b@shop.example"})
    void anEmailHasOneAtSignBetweenOtherCharactersAndNoComma(String text) {
        assertFalse(Person.isEmail(text));
    }

    @Test
    void anEmailOf320AndANameOf200CharactersAreTheLongest() {
        var email = "a".repeat(307) + "@shop.example";
        var name = "x".repeat(200);
        assertEquals(name, Person.added(1, email, name, false).name());
        assertThrows(IllegalArgumentException.class, () -> Person.added(1, "a" + email, name, false));
        assertThrows(IllegalArgumentException.class, () -> new Person(1, "a" + email, name, false, false, ""));
        assertThrows(IllegalArgumentException.class, () -> Person.added(1, email, name + "x", false));
    }

    /**
     * An earlier version stored people with e-mails that are refused now. They must still be readable: otherwise the
     * page of all people would fail, and nobody could remove such a person.
     */
    @Test
    void aPersonWhomAnEarlierVersionStoredCanBeRead() {
        var email = "asha\u2028@shop.example";
        assertEquals(email, new Person(1, email, "Asha", false, false, "").email());
        assertThrows(IllegalArgumentException.class, () -> Person.added(1, email, "Asha", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asha@shop.example", "=1+1@shop.example", "मीरा@दुकान.भारत", "क्\u200dष@shop.example"})
    void emailsInOtherScriptsAreValid(String email) {
        assertTrue(Person.isEmail(email));
    }
}
