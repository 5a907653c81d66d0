package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlagsChangeTest {
    private static final Optional<Boolean> YES = Optional.of(true);
    private static final Optional<Boolean> NO = Optional.of(false);
    private static final Optional<Boolean> UNSAID = Optional.empty();

    @Test
    void aNewCustomerIsAnOrganisationByDefault() {
        assertEquals(new CustomerFlags(true, false, false), FlagsChange.NONE.ofNew());
        assertEquals(new CustomerFlags(false, true, false), new FlagsChange(UNSAID, YES, UNSAID).ofNew());
        assertEquals(new CustomerFlags(false, false, true), new FlagsChange(UNSAID, UNSAID, YES).ofNew());
        assertEquals(new CustomerFlags(true, false, true), new FlagsChange(YES, NO, YES).ofNew());
        assertEquals(new CustomerFlags(false, false, false), new FlagsChange(NO, NO, NO).ofNew());
    }

    @Test
    void aCustomerOfNoOtherKindIsAPerson() {
        var guessed = new FlagsChange(NO, UNSAID, NO, true);
        assertEquals(new CustomerFlags(false, true, false), guessed.ofNew());
        assertEquals(new CustomerFlags(false, true, false), new FlagsChange(NO, UNSAID, UNSAID, true).ofNew());
        assertEquals(new CustomerFlags(false, false, false), new FlagsChange(NO, NO, UNSAID, true).ofNew());
        assertEquals(new CustomerFlags(false, false, true), new FlagsChange(NO, UNSAID, YES, true).ofNew());
        assertEquals(new CustomerFlags(true, false, false), new FlagsChange(UNSAID, UNSAID, NO, true).ofNew());
        var neither = new CustomerFlags(false, false, false);
        assertEquals(neither, guessed.applyTo(neither));
        assertEquals(new CustomerFlags(false, true, false), guessed.applyTo(CustomerFlags.DEFAULT));
        assertEquals(neither, new FlagsChange(NO, NO, UNSAID, true).applyTo(CustomerFlags.DEFAULT));
        assertEquals(neither, new FlagsChange(NO, UNSAID, UNSAID).applyTo(CustomerFlags.DEFAULT));
        var partner = new CustomerFlags(false, false, true);
        assertEquals(partner, new FlagsChange(NO, UNSAID, YES, true).applyTo(CustomerFlags.DEFAULT));
        assertEquals(partner, new FlagsChange(NO, UNSAID, UNSAID, true).applyTo(new CustomerFlags(true, false, true)));
    }

    @Test
    void aCustomerChangesBetweenOrganisationAndIndividual() {
        var person = new CustomerFlags(false, true, true);
        assertEquals(person, FlagsChange.NONE.applyTo(person));
        assertEquals(new CustomerFlags(true, false, true), new FlagsChange(YES, UNSAID, UNSAID).applyTo(person));
        assertEquals(
                new CustomerFlags(false, true, false), new FlagsChange(UNSAID, YES, NO).applyTo(CustomerFlags.DEFAULT));
    }

    @Test
    void refusesACustomerThatIsOrganisationAndIndividual() {
        assertThrows(ProblemException.class, () -> new FlagsChange(YES, YES, UNSAID).ofNew());
    }
}
