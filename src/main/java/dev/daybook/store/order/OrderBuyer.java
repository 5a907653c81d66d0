package dev.daybook.store.order;

import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactMerge;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds or adds the customers and enquiries of orders, in the transaction of the orders. One instance serves one
 * transaction: it caches the customers that it has locked, which nobody else can change.
 */
final class OrderBuyer {
    /** From this number of customers on, writing them together costs less than writing each of them alone. */
    private static final int MANY = 10;

    private final CustomerStore customers;
    private final Transaction transaction;
    private final Account account;
    private final Rights rights;
    private final boolean codeNames;
    private final Map<Long, Customer> locked = new HashMap<>();
    private final Map<String, Optional<Long>> idsByCode = new HashMap<>();

    /**
     * Prepares to find or add the customers of an account's orders.
     *
     * @param rights the rights of the key; any key may add a new customer, because an order needs one
     * @param codeNames whether an order may name an existing customer by code alone, as the orders of a file may
     */
    OrderBuyer(CustomerStore customers, Transaction transaction, Account account, Rights rights, boolean codeNames) {
        this.customers = customers;
        this.transaction = transaction;
        this.account = account;
        this.rights = rights;
        this.codeNames = codeNames;
    }

    /**
     * Finds, adds or changes the customers of orders, in the order of the list. Consecutive orders are independent of
     * each other if {@link #isFoundByKeys} is true for each, and their customers share no code, phone or e-mail. From
     * {@link #MANY} such orders on, their customers are written together. Returns the buyers in the order of the list.
     *
     * @throws dev.daybook.domain.ProblemException as {@link CustomerStore#save} does
     */
    List<ResolvedBuyer> save(List<RecordWrite.Item<OrderChange, Order>> items, Instant now) {
        customers.lockReach(
                transaction,
                account.cmId(),
                items.stream()
                        .filter(this::mayBeFoundByReach)
                        .map(item -> item.change().customer())
                        .toList());
        lookUp(items);
        var bought = new ArrayList<ResolvedBuyer>();
        var together = new ArrayList<RecordWrite.Item<OrderChange, Order>>();
        var keys = new HashSet<String>();
        for (var item : items) {
            var own = item.change().customer().keys();
            var alone = !isFoundByKeys(item);
            if (alone || !Collections.disjoint(keys, own)) {
                saveTogether(together, bought, now);
                together.clear();
                keys.clear();
            }
            if (alone) {
                bought.add(save(item, now));
            } else {
                together.add(item);
                keys.addAll(own);
            }
        }
        saveTogether(together, bought, now);
        return bought;
    }

    private boolean mayBeFoundByReach(RecordWrite.Item<OrderChange, Order> item) {
        var change = item.change().customer();
        return rights.findsByReach() && !change.hasId() && change.isComplete();
    }

    /**
     * Whether code, phones and e-mails decide which customer an order means. True if the caller has all rights, and the
     * order is new, gives no id of a customer or of an enquiry, and does not name an existing customer by code alone.
     */
    private boolean isFoundByKeys(RecordWrite.Item<OrderChange, Order> item) {
        var change = item.change().customer();
        return rights.equals(Rights.ALL)
                && item.before().isEmpty()
                && !change.hasId()
                && !isNamedByCode(item)
                && change.enquiry().map(EnquiryChange::enquiryId).orElse(0L) == 0;
    }

    private void saveTogether(
            List<RecordWrite.Item<OrderChange, Order>> items, List<ResolvedBuyer> bought, Instant now) {
        if (items.size() < MANY) {
            items.forEach(item -> bought.add(save(item, now)));
            return;
        }
        var rows = items.stream()
                .map(item -> new RecordLoad.Row<>(item.change().customer().withId(0), item.createdAt()))
                .toList();
        customers
                .writeAll(transaction, account, rows, now)
                .forEach(written -> bought.add(bought(written, Optional.empty())));
    }

    /**
     * Locks customers in one step: those that orders name by code, those that orders name by id without changing them,
     * and those of existing orders. If a customer lost its code before it was locked, the transaction has lost a race
     * and is retried.
     */
    private void lookUp(List<RecordWrite.Item<OrderChange, Order>> items) {
        var codes = items.stream()
                .filter(this::isNamedByCode)
                .map(item -> code(item.change().customer()))
                .collect(Collectors.toSet());
        codes.forEach(code -> idsByCode.put(code, Optional.empty()));
        var found = CustomerTable.idsByCode(transaction, account.cmId(), codes);
        found.forEach((code, id) -> idsByCode.put(code, Optional.of(id)));
        var named = items.stream()
                .flatMap(item -> Stream.concat(
                        item.before().map(order -> order.buyer().customerId()).stream(),
                        onlyNamed(item.change().customer()).stream()));
        var ids = Stream.concat(named, found.values().stream())
                .filter(id -> !locked.containsKey(id))
                .collect(Collectors.toSet());
        CustomerTable.ROWS
                .lock(transaction, account.cmId(), ids)
                .forEach(customer -> locked.put(customer.id(), customer));
        if (!found.entrySet().stream().allMatch(each -> hasCode(each.getValue(), each.getKey()))) {
            throw transaction.lostRace();
        }
    }

    private boolean hasCode(long id, String code) {
        return Optional.ofNullable(locked.get(id))
                .filter(customer -> customer.text(ProfileField.CUSTOMER_CODE).equals(code))
                .isPresent();
    }

    /** The id of the customer, if the change only names the customer by id and changes nothing. */
    private static Optional<Long> onlyNamed(CustomerChange change) {
        return Optional.of(change).filter(one -> one.hasId() && one.isEmpty()).map(CustomerChange::customerId);
    }

    private ResolvedBuyer save(RecordWrite.Item<OrderChange, Order> item, Instant now) {
        var asked = item.change().customer();
        var before = item.before();
        var own = before.flatMap(order -> lock(order.buyer().customerId()));
        var change = isNamedByCode(item) ? named(asked) : asked;
        if (before.isPresent() && !change.hasId()) {
            if (own.isEmpty() && !change.isComplete()) {
                return ResolvedBuyer.ofDeleted(before.get());
            }
            if (own.isPresent() && change.isEmpty()) {
                return ResolvedBuyer.of(own.get(), before);
            }
        }
        if (change.hasId() && change.isEmpty()) {
            return ResolvedBuyer.of(require(change.customerId()), before);
        }
        var id = change.hasId() ? change.customerId() : meant(change, before, own);
        var complete = change.withId(id);
        var kept = rights.changesCustomers() ? Optional.<Customer>empty() : existing(complete);
        if (kept.isPresent()) {
            var contactId = ContactMerge.meantId(kept.get().contacts(), complete, rights.findsByReach());
            return ResolvedBuyer.of(kept.get(), before, contactId, 0).withCustomerLeft();
        }
        var written = customers.write(
                transaction, account, withEnquiryOf(complete, before, id), rights, item.createdAt(), now);
        return bought(written, before);
    }

    /** The existing customer that a change means, locked; empty if there is none. */
    private Optional<Customer> existing(CustomerChange change) {
        return Optional.ofNullable(locked.get(change.customerId()))
                .or(() -> customers.lock(transaction, account.cmId(), change, rights));
    }

    private ResolvedBuyer bought(CustomerStore.Written written, Optional<Order> before) {
        var customer = written.result().after();
        locked.put(customer.id(), customer);
        idsByCode.put(customer.text(ProfileField.CUSTOMER_CODE), Optional.of(customer.id()));
        var enquiryId = written.saved().enquiryId();
        return ResolvedBuyer.of(customer, before, written.result().contactId(), enquiryId)
                .withContactLeft(written.result().contactLeft());
    }

    private static String code(CustomerChange change) {
        return change.text(ProfileField.CUSTOMER_CODE);
    }

    /**
     * Whether an order of a file names an existing customer by code. False for a new order that has a name and a phone
     * or e-mail: its code may be that of a new customer.
     */
    private boolean isNamedByCode(RecordWrite.Item<OrderChange, Order> item) {
        var change = item.change().customer();
        return codeNames
                && !change.hasId()
                && !code(change).isEmpty()
                && (item.before().isPresent() || !change.isComplete());
    }

    /**
     * Replaces a known customer code by the customer's id. Refuses an unknown code if the change lacks the data for a
     * new customer.
     */
    private CustomerChange named(CustomerChange change) {
        var known = idByCode(code(change));
        if (known.isEmpty() && !change.isComplete()) {
            throw Reason.CUSTOMER_CODE_UNKNOWN.with();
        }
        return known.map(change::withIdOfCode).orElse(change);
    }

    /**
     * The id of the order's present customer, if a change without a customer id means this customer; otherwise 0. In a
     * file, a change with another code means another customer. A change with the data of another person means another
     * customer too, because the data of the present customer must stay. There is one exception: if the order has the
     * data of the change, and no customer with this data is found, the change repeats a former request. The customer
     * has got other data since then.
     */
    private long meant(CustomerChange change, Optional<Order> before, Optional<Customer> own) {
        return own.filter(customer -> !codeNames
                        || code(change).isEmpty()
                        || CustomerChange.isMissing(customer.text(ProfileField.CUSTOMER_CODE))
                        || List.of("", code(change)).contains(customer.text(ProfileField.CUSTOMER_CODE)))
                .filter(customer -> !customers.isOfAnother(transaction, change, customer, rights)
                        || (before.orElseThrow().buyer().isIn(change)
                                && existing(change.withId(0)).isEmpty()))
                .map(Customer::id)
                .orElse(0L);
    }

    /** The id of the customer with this code; empty also if an earlier order of this transaction changed the code. */
    private Optional<Long> idByCode(String code) {
        var known = idsByCode.getOrDefault(code, Optional.empty());
        var renamed = known.map(locked::get)
                .filter(customer -> !customer.text(ProfileField.CUSTOMER_CODE).equals(code));
        return renamed.isPresent() ? Optional.empty() : known;
    }

    private Optional<Customer> lock(long id) {
        if (!locked.containsKey(id)) {
            CustomerTable.ROWS
                    .lock(transaction, account.cmId(), List.of(id))
                    .forEach(customer -> locked.put(id, customer));
        }
        return Optional.ofNullable(locked.get(id));
    }

    private Customer require(long id) {
        return lock(id).orElseThrow(Reason.CUSTOMER_UNKNOWN::with);
    }

    /**
     * If the order has an enquiry and keeps its customer, an enquiry without id in the change gets the id of the
     * order's enquiry.
     */
    private static CustomerChange withEnquiryOf(CustomerChange change, Optional<Order> before, long customerId) {
        var own = before.filter(order -> order.buyer().customerId() == customerId)
                .map(Order::enquiryId)
                .orElse(0L);
        return change.enquiry()
                .filter(enquiry -> enquiry.enquiryId() == 0 && own != 0)
                .map(enquiry ->
                        change.with(new EnquiryChange(own, enquiry.texts(), enquiry.assignee(), enquiry.associates())))
                .orElse(change);
    }
}
