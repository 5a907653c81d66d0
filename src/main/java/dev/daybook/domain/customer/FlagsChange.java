package dev.daybook.domain.customer;

import java.util.Optional;

/**
 * What a write says of a customer's kind; each part may be unsaid.
 *
 * @param organization whether it is an organisation
 * @param individual whether it is a person
 * @param channelPartner whether it sells for the account
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record FlagsChange(
        Optional<Boolean> organization, Optional<Boolean> individual, Optional<Boolean> channelPartner) {
    /** Says nothing. */
    public static final FlagsChange NONE = new FlagsChange(Optional.empty(), Optional.empty(), Optional.empty());

    /** The flags after the change: to say that it is the one is to say that it is not the other. */
    public CustomerFlags applyTo(CustomerFlags before) {
        return new CustomerFlags(
                organization.orElse(before.organization() && !individual.orElse(false)),
                individual.orElse(before.individual() && !organization.orElse(false)),
                channelPartner.orElse(before.channelPartner()));
    }

    /** The flags of a new customer: without a word about organisations, a person or partner is not one. */
    public CustomerFlags ofNew() {
        var other = individual.orElse(false) || channelPartner.orElse(false);
        return applyTo(new CustomerFlags(!other, false, false));
    }
}
