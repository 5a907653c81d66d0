package dev.daybook.kit;

import dev.daybook.domain.TextField;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes that give every value of a customer, a ticket or an order.
 *
 * @param isUpdate whether it is the second change of a record; its values all differ from those of the first one
 */
public record FilledChanges(boolean isUpdate) {
    private static final Instant DAY = Instant.parse("2024-05-04T04:31:17Z");

    /** A change of the customer and of the contact with these ids. The id 0 stands for a new one. */
    public CustomerChange customer(long id, long contact) {
        return new CustomerChange(
                id,
                isUpdate,
                texts(ProfileField.class),
                new FlagsChange(Optional.of(!isUpdate), Optional.of(isUpdate), Optional.of(!isUpdate)),
                details(AccountList.values()),
                List.of(new ContactChange(contact, isUpdate, texts(ContactField.class))),
                Optional.of(new EnquiryChange(0, texts(EnquiryField.class), employee(), associates())));
    }

    /**
     * A change of a ticket of this customer. The due date is given as a time and not as a text, because a request has
     * only one name for both.
     */
    public TicketChange ticket(long customer) {
        var texts = texts(TicketField.class);
        texts.remove(TicketField.DUE_DATE);
        return new TicketChange(
                Optional.of(isUpdate ? TicketStatus.COMPLETE : TicketStatus.PENDING),
                isUpdate ? "CL" : "OP",
                texts,
                Long.toString(customer),
                Optional.of(isUpdate ? Priority.LOW : Priority.HIGH),
                employee(),
                Map.of(TicketTime.DUE, time(1), TicketTime.CALL_BACK, time(2)),
                text("comment"),
                new AssociateFields(List.of(new AssociateField("webform", "own", "\"" + text("own") + "\""))));
    }

    /** A change of the order with this id, or of a new order if the id is 0. */
    public OrderChange order(long id, CustomerChange customer) {
        return new OrderChange(
                id,
                isUpdate,
                texts(OrderField.class),
                each(OrderDate.class, date -> time(List.of(OrderDate.values()).indexOf(date))),
                each(
                        OrderAmount.class,
                        amount -> amount(71 + List.of(OrderAmount.values()).indexOf(amount))),
                details(AccountList.ZONE),
                List.of(new Product(text("sku"), text("product"), text("parent"), amount(31), amount(32), amount(3))),
                customer);
    }

    private RecordDetails details(AccountList... lists) {
        var listed = new EnumMap<AccountList, String>(AccountList.class);
        for (var list : lists) {
            listed.put(list, text(list.name()));
        }
        var attributes = IntStream.rangeClosed(1, 15)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), number -> text("attr" + number)));
        return new RecordDetails(listed, employee(), attributes, associates());
    }

    private Map<String, String> associates() {
        return Map.of("own", "\"" + text("own") + "\"");
    }

    private EmployeeName employee() {
        return new EmployeeName(text("name"), text("code"), text("boss") + "@mail.example");
    }

    private Instant time(int hours) {
        return DAY.plus(Duration.ofHours(hours + (isUpdate ? 100 : 0)));
    }

    private Amount amount(int units) {
        return Amount.of(units * (isUpdate ? 3 : 1) + ".25");
    }

    /** A text that contains this name, and differs between the first and the second change. */
    public String text(String name) {
        return (isUpdate ? "second" : "first") + name;
    }

    private <F extends Enum<F> & TextField> Map<F, String> texts(Class<F> kind) {
        return each(kind, field -> {
            var text = FieldTexts.of(field);
            if (isUpdate) {
                return text;
            }
            var start = field.name().endsWith("PHONE") ? "5" : "x";
            return start + text.substring(1);
        });
    }

    private static <F extends Enum<F>, V> Map<F, V> each(Class<F> kind, Function<F, V> value) {
        var all = new EnumMap<F, V>(kind);
        for (var constant : kind.getEnumConstants()) {
            all.put(constant, value.apply(constant));
        }
        return all;
    }
}
