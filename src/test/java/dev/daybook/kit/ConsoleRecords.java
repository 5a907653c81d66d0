package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of each kind in an account, for the pages of the console.
 *
 * @param customer the id of the customer
 * @param ticket the public number of the ticket
 * @param order the id of the order
 * @param entry the id of the FAQ entry
 */
public record ConsoleRecords(long customer, long ticket, long order, long entry) {
    /** Adds the records to an existing account, with this text in each field. */
    public static ConsoleRecords add(TestServer server, long cmId, String text, String phone) {
        return add(server, cmId, text, text, phone);
    }

    /** Adds the records with {@code name} as each name, and {@code text} in the fields that people write freely. */
    public static ConsoleRecords add(TestServer server, long cmId, String name, String text, String phone) {
        var now = server.clock.instant();
        var stores = server.stores;
        return stores.database().write(transaction -> {
            Account account = AccountStore.find(transaction, cmId).orElseThrow();
            var shortened = name.substring(0, Math.min(250, name.length()));
            var customer = stores.customers()
                    .save(
                            transaction,
                            account,
                            CustomerChange.ofTexts(
                                    0,
                                    false,
                                    Map.of(
                                            ProfileField.NAME, name,
                                            ProfileField.PHONE, phone,
                                            ProfileField.EMAIL, "reach" + phone + "@mail.example",
                                            ProfileField.CITY, shortened,
                                            ProfileField.REMARKS, text)),
                            now)
                    .id();
            var ticket = stores.tickets()
                    .add(
                            transaction,
                            account,
                            new TicketChange(
                                    Optional.empty(),
                                    "",
                                    Map.of(TicketField.TITLE, text, TicketField.DETAIL, text),
                                    Long.toString(customer),
                                    Optional.empty(),
                                    new EmployeeName(shortened, "", ""),
                                    Map.of(),
                                    text,
                                    AssociateFields.NONE),
                            Rights.ALL,
                            Author.UNKNOWN,
                            now)
                    .ticket()
                    .number();
            var order = stores.orders()
                    .save(
                            transaction,
                            account,
                            new OrderChange(
                                    0,
                                    false,
                                    Map.of(OrderField.ORDER_STATUS, shortened, OrderField.REMARKS, text),
                                    Map.of(),
                                    Map.of(),
                                    RecordDetails.NONE,
                                    List.of(new Product("S1", name, "", Amount.of("2.5"), Amount.of("2"), Amount.ZERO)),
                                    CustomerChange.ofTexts(customer, false, Map.of())),
                            Rights.ALL,
                            now)
                    .id();
            var change = new FaqChange("", List.of(shortened), name, name, EmployeeName.NOBODY, now);
            FaqLoad.begin(transaction, account.cmId(), now, false).load(List.of(change));
            var entry = transaction
                    .handle()
                    .createQuery("SELECT max(id) FROM faq_entry WHERE cm_id = :cmId")
                    .bind("cmId", cmId)
                    .mapTo(Long.class)
                    .one();
            return new ConsoleRecords(customer, ticket, order, entry);
        });
    }
}
