package dev.daybook.console.frame;

import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.Enquiry;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FreeText;
import dev.daybook.domain.customer.Masking;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketField;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masking of the texts that a visitor sees.
 *
 * @param masks whether phones and e-mails are hidden
 */
public record Sight(boolean masks) {
    /** An escape of JSON. The group matches if the escape stands for a line end, a tab or another control character. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([bfnrt]|u00[01][0-9A-Fa-f])|.)");

    /** A text of a customer, as the visitor may see it. */
    public String of(Customer customer, ProfileField field) {
        var text = customer.text(field);
        return switch (field) {
            case PHONE -> phone(text);
            case EMAIL -> email(text);
            case ADDRESS, LOCALITY, REMARKS, CROSS_REMARKS, WEBSITE -> free(text);
            default -> text;
        };
    }

    /** A text of a contact, as the visitor may see it. */
    public String of(Contact contact, ContactField field) {
        var text = contact.text(field);
        return switch (field) {
            case PHONE, ADDITIONAL_PHONE -> phone(text);
            case EMAIL -> email(text);
            case TITLE, DESIGNATION -> free(text);
            default -> text;
        };
    }

    /** A text of an enquiry, as the visitor may see it. */
    public String of(Enquiry enquiry, EnquiryField field) {
        return free(enquiry.text(field));
    }

    /** A text of a ticket, as the visitor may see it. */
    public String of(TicketField field, String text) {
        return switch (field) {
            case PHONE -> phone(text);
            case EMAIL -> email(text);
            case TITLE, DETAIL, ADDRESS, DISPOSITION, DUE_DATE -> free(text);
            default -> text;
        };
    }

    /** A text of a buyer, as the visitor may see it. */
    public String of(BuyerField field, String text) {
        return switch (field) {
            case CUSTOMER_PHONE, CONTACT_PHONE -> phone(text);
            case CUSTOMER_EMAIL, CONTACT_EMAIL -> email(text);
            default -> text;
        };
    }

    /** A text of an order, as the visitor may see it. */
    public String of(OrderField field, String text) {
        return switch (field) {
            case ADDRESS, SHIPPING_ADDRESS, REMARKS, TRANSACTION_ID -> free(text);
            default -> text;
        };
    }

    /** An event of a ticket, as the visitor may see it. */
    public TicketEvent of(TicketEvent event) {
        return masks ? event.masked() : event;
    }

    /** A text that people wrote freely, as the visitor may see it. */
    public String free(String text) {
        return masks ? FreeText.masked(text) : text;
    }

    /**
     * A JSON value that people wrote freely, as the visitor may see it. If it is masked, escapes of control characters
     * become blanks, because within a phone they would hide the phone from the masking.
     */
    public String json(String value) {
        return masks
                ? free(ESCAPE.matcher(value)
                        .replaceAll(escape -> escape.group(1) == null ? Matcher.quoteReplacement(escape.group()) : " "))
                : value;
    }

    private String phone(String text) {
        return masks ? Masking.phone(text) : text;
    }

    private String email(String text) {
        return masks ? Masking.email(text) : text;
    }
}
