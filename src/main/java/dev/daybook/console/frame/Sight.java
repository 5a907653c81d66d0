package dev.daybook.console.frame;

import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.FreeText;
import dev.daybook.domain.customer.Masking;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketField;

/**
 * Masking of the texts that a visitor sees.
 *
 * @param masks whether phones and e-mails are hidden
 */
public record Sight(boolean masks) {
    /** A text of a customer. */
    public String of(Customer customer, ProfileField field) {
        var text = customer.text(field);
        return switch (field) {
            case PHONE -> phone(text);
            case EMAIL -> email(text);
            case ADDRESS, LOCALITY, REMARKS, CROSS_REMARKS, WEBSITE -> free(text);
            default -> text;
        };
    }

    /** A text of a contact. */
    public String of(Contact contact, ContactField field) {
        var text = contact.text(field);
        return switch (field) {
            case PHONE, ADDITIONAL_PHONE -> phone(text);
            case EMAIL -> email(text);
            default -> text;
        };
    }

    /** A text of a ticket. */
    public String of(TicketField field, String text) {
        return switch (field) {
            case PHONE -> phone(text);
            case EMAIL -> email(text);
            case TITLE, DETAIL, ADDRESS, DISPOSITION -> free(text);
            default -> text;
        };
    }

    /** A text of a buyer. */
    public String of(BuyerField field, String text) {
        return switch (field) {
            case CUSTOMER_PHONE, CONTACT_PHONE -> phone(text);
            case CUSTOMER_EMAIL, CONTACT_EMAIL -> email(text);
            default -> text;
        };
    }

    /** A text of an order. */
    public String of(OrderField field, String text) {
        return switch (field) {
            case ADDRESS, SHIPPING_ADDRESS, REMARKS, TRANSACTION_ID -> free(text);
            default -> text;
        };
    }

    /** An event of a ticket. */
    public TicketEvent of(TicketEvent event) {
        return masks ? event.masked() : event;
    }

    /** A text that people wrote freely. */
    public String free(String text) {
        return masks ? FreeText.masked(text) : text;
    }

    private String phone(String text) {
        return masks ? Masking.phone(text) : text;
    }

    private String email(String text) {
        return masks ? Masking.email(text) : text;
    }
}
