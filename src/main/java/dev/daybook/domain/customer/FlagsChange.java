package dev.daybook.domain.customer;

import java.util.Optional;

/**
 * The given flags of a customer's kind; each may be missing.
 *
 * @param channelPartner whether it sells for the account
 * @param personOtherwise whether {@code organization} set to false also makes the customer an individual. This holds
 *     for new customers and for organisations, but not for channel partners, and not if {@code individual} is given
 */
public record FlagsChange(
        Optional<Boolean> organization,
        Optional<Boolean> individual,
        Optional<Boolean> channelPartner,
        boolean personOtherwise) {
    public static final FlagsChange NONE = new FlagsChange(Optional.empty(), Optional.empty(), Optional.empty());

    /** A change in which {@code personOtherwise} is false. */
    public FlagsChange(Optional<Boolean> organization, Optional<Boolean> individual, Optional<Boolean> channelPartner) {
        this(organization, individual, channelPartner, false);
    }

    /**
     * The flags after the change. Setting the flag of organisation or individual clears the other one, unless both are
     * given.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if both flags are set to true
     */
    public CustomerFlags applyTo(CustomerFlags before) {
        var partner = channelPartner.orElse(before.channelPartner());
        var person = personOtherwise && before.organization() && !organization.orElse(true) && !partner;
        return new CustomerFlags(
                organization.orElse(before.organization() && !individual.orElse(false)),
                individual.orElse(person || (before.individual() && !organization.orElse(false))),
                partner);
    }

    /**
     * The flags of a new customer. By default, the customer is an organisation. If the change makes it an individual or
     * a channel partner, it is an organisation only if the change says that too.
     */
    public CustomerFlags ofNew() {
        var other = individual.orElse(false) || channelPartner.orElse(false);
        return applyTo(new CustomerFlags(!other, false, false));
    }
}
