package dev.daybook.domain.order;

import dev.daybook.domain.Phone;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The buyer of an order, as of the last write of the order. Later changes of the customer do not change the buyer.
 *
 * @param contactId the contact's id; 0 if the customer has none
 * @param texts the texts of customer and contact; a field that is not in the map is empty
 */
public record Buyer(long customerId, long contactId, Map<BuyerField, String> texts) {
    public Buyer {
        texts = Map.copyOf(texts);
    }

    /**
     * Copies the buyer's data from a customer and one of its contacts.
     *
     * @param contactId the contact; the primary one if the customer has none with this id
     */
    public static Buyer of(Customer customer, long contactId) {
        var primary = customer.contacts().stream().findFirst();
        var contact = customer.contacts().stream()
                .filter(one -> one.id() == contactId)
                .findFirst()
                .or(() -> primary);
        var texts = new EnumMap<BuyerField, String>(BuyerField.class);
        texts.put(BuyerField.CUSTOMER_CODE, customer.text(ProfileField.CUSTOMER_CODE));
        texts.put(BuyerField.CUSTOMER_NAME, customer.text(ProfileField.NAME));
        texts.put(BuyerField.CUSTOMER_PHONE, customer.text(ProfileField.PHONE));
        texts.put(BuyerField.CUSTOMER_EMAIL, customer.text(ProfileField.EMAIL));
        texts.put(BuyerField.CITY, customer.text(ProfileField.CITY));
        texts.put(BuyerField.STATE, customer.text(ProfileField.STATE));
        texts.put(BuyerField.COUNTRY, customer.text(ProfileField.COUNTRY));
        contact.ifPresent(one -> {
            texts.put(BuyerField.CONTACT_NAME, one.text(ContactField.PERSON));
            texts.put(BuyerField.CONTACT_COUNTRY_CODE, one.text(ContactField.COUNTRY_CODE));
            texts.put(BuyerField.CONTACT_PHONE, one.text(ContactField.PHONE));
            texts.put(BuyerField.CONTACT_EMAIL, one.text(ContactField.EMAIL));
        });
        texts.values().removeIf(String::isEmpty);
        return new Buyer(customer.id(), contact.map(Contact::id).orElse(0L), texts);
    }

    /** One of the texts, empty if it is missing. */
    public String text(BuyerField field) {
        return texts.getOrDefault(field, "");
    }

    /**
     * Whether a change gives the name, the code, a phone or an e-mail of this buyer. A request that sends an order
     * again gives these values, even if the customer has other values by now.
     */
    public boolean isIn(CustomerChange change) {
        return change.gives(
                text(BuyerField.CUSTOMER_NAME),
                text(BuyerField.CUSTOMER_CODE),
                List.of(customerPhone(), contactPhone()),
                List.of(text(BuyerField.CUSTOMER_EMAIL), text(BuyerField.CONTACT_EMAIL)));
    }

    /** The customer's own phone. */
    public Phone customerPhone() {
        return Phone.of(text(BuyerField.CUSTOMER_PHONE));
    }

    /** The contact's phone, with its country code if it has one. */
    public Phone contactPhone() {
        return Phone.of(text(BuyerField.CONTACT_COUNTRY_CODE), text(BuyerField.CONTACT_PHONE));
    }
}
