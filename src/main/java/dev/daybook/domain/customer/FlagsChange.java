package dev.daybook.domain.customer;

import java.util.Optional;

/**
 * The given flags of a customer's kind; each may be missing.
 *
 * @param organization whether it is an organisation
 * @param individual whether it is a person
 * @param channelPartner whether it sells for the account
 * @param personIfNew whether a new customer is a person if it is neither an organisation nor a channel partner, and
 *     {@code individual} is not given. An existing customer stays what it is
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record FlagsChange(
        Optional<Boolean> organization,
        Optional<Boolean> individual,
        Optional<Boolean> channelPartner,
        boolean personIfNew) {
    /** No flag is given. */
    public static final FlagsChange NONE = new FlagsChange(Optional.empty(), Optional.empty(), Optional.empty());

    /** A change without {@code personIfNew}. */
    public FlagsChange(
            Optional<Boolean> organization, Optional<Boolean> individual, Optional<Boolean> channelPartner) {
        this(organization, individual, channelPartner, false);
    }

    /**
     * The flags after the change. Setting the flag of organisation or individual clears the other one, unless both are
     * given.
     */
    public CustomerFlags applyTo(CustomerFlags before) {
        return new CustomerFlags(
                organization.orElse(before.organization() && !individual.orElse(false)),
                individual.orElse(before.individual() && !organization.orElse(false)),
                channelPartner.orElse(before.channelPartner()));
    }

    /** The flags of a new customer. A person or a channel partner is an organisation only if the change says so. */
    public CustomerFlags ofNew() {
        var other = individual.orElse(false) || channelPartner.orElse(false);
        var person = personIfNew && !other && !organization.orElse(true);
        return applyTo(new CustomerFlags(!other && !person, person, false));
    }
}
