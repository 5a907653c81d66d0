package dev.daybook.console.frame;

import dev.daybook.domain.TextField;
import dev.daybook.domain.TextField.Kind;
import dev.daybook.domain.customer.FreeText;
import dev.daybook.domain.customer.Masking;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.ticket.TicketEvent;
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

    /** A text of a record, as the visitor may see it. */
    public String of(TextField field, String text) {
        return of(field.kind(), text);
    }

    /** A text of a buyer, as the visitor may see it. */
    public String of(BuyerField field, String text) {
        return of(field.kind(), text);
    }

    private String of(Kind kind, String text) {
        return masks
                ? switch (kind) {
                    case PLAIN -> text;
                    case PHONE -> Masking.phone(text);
                    case EMAIL -> Masking.email(text);
                    case FREE -> FreeText.masked(text);
                }
                : text;
    }

    /** An event of a ticket, as the visitor may see it. */
    public TicketEvent of(TicketEvent event) {
        return masks ? event.masked() : event;
    }

    /** A text that people wrote freely, as the visitor may see it. */
    public String free(String text) {
        return of(Kind.FREE, text);
    }

    /**
     * A JSON value that people wrote freely, as the visitor may see it. Before the masking, each escape of a control
     * character becomes a blank: within a phone, such an escape would hide the phone from the masking.
     */
    public String json(String value) {
        return masks
                ? free(ESCAPE.matcher(value)
                        .replaceAll(escape -> escape.group(1) == null ? Matcher.quoteReplacement(escape.group()) : " "))
                : value;
    }
}
