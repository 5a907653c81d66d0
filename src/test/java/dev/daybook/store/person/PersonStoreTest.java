package dev.daybook.store.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Person;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People are found by their own e-mail, and by no other. */
class PersonStoreTest {
    private Optional<String> found(Database database, String email) {
        return database.read(transaction -> PersonStore.find(transaction, email))
                .map(known -> known.person().email());
    }

    private boolean isAdded(Database database, String email) {
        return database.write(transaction -> PersonStore.add(transaction, email, "Asha", false, Instant.EPOCH))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void emailsAreComparedWithoutTheCaseOfAsciiLetters(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            assertTrue(isAdded(database, "Asha@strasse.example"));
            assertEquals(Optional.of("Asha@strasse.example"), found(database, "aSHA@Strasse.EXAMPLE"));
            assertEquals(Optional.empty(), found(database, "asha@stra\u00dfe.example"));
            assertFalse(isAdded(database, "ASHA@strasse.example"), "one person for an e-mail");
            assertTrue(isAdded(database, "asha@stra\u00dfe.example"), "another e-mail is another person");
            assertEquals(Optional.of("asha@stra\u00dfe.example"), found(database, "ASHA@stra\u00dfe.example"));
        }
    }

    /**
     * Earlier builds stored a key for the e-mail in which sharp s and other letters were replaced. A person with such a
     * key must still be found by the e-mail.
     */
    @ParameterizedTest
    @EnumSource
    void aPersonWithAKeyOfAnEarlierBuildIsFoundByEmail(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var id = database.write(transaction ->
                            PersonStore.add(transaction, "Asha@stra\u00dfe.example", "Asha", false, Instant.EPOCH))
                    .map(Person::id)
                    .orElseThrow();
            database.run(transaction -> transaction
                    .update("UPDATE person SET email_key = 'asha@strasse.example' WHERE id = :id")
                    .bind("id", id)
                    .execute());
            assertEquals(Optional.of("Asha@stra\u00dfe.example"), found(database, "asha@stra\u00dfe.example"));
            assertEquals(Optional.empty(), found(database, "asha@strasse.example"));
            assertTrue(isAdded(database, "asha@strasse.example"), "the e-mail is free");
            assertEquals(Optional.of("asha@strasse.example"), found(database, "asha@strasse.example"));
            assertEquals(Optional.of("Asha@stra\u00dfe.example"), found(database, "asha@stra\u00dfe.example"));
        }
    }
}
