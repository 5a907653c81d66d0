package dev.daybook.store.order;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderIds;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.domain.order.OrderWord;
import dev.daybook.domain.order.Product;
import dev.daybook.kit.Erasure;
import dev.daybook.server.Stores;
import dev.daybook.store.account.NamedIds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Random orders of a few people, written to a store and to the model in parallel. */
final class OrderHistory {
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    private static final List<String> STATUSES = List.of("Pending", "PENDING", "Größe", "Done, late", "it's");
    private static final List<String> CITIES = List.of("Pune", "pune", "Agra");
    private static final List<String> ERP_IDS = List.of("A", "a", "B%", "C_");

    private static final class Person {
        final String name;
        final String national;
        final String email;
        String city = "";
        long customerId;

        Person(String name, String national, String email) {
            this.name = name;
            this.national = national;
            this.email = email;
        }
    }

    private final List<Person> people = List.of(
            new Person("Asha Rao", "9000000001", "asha@mail.example"),
            new Person("Asha", "9000000002", "ASHA2@mail.example"),
            new Person("50% off_", "9100000001", "off@mail.example"));

    final OrderModel model = new OrderModel();
    private final Stores stores;
    private final Account account;
    private final Random random;

    OrderHistory(Stores stores, Account account, Random random) {
        this.stores = stores;
        this.account = account;
        this.random = random;
    }

    void step() {
        if (random.nextInt(12) == 0) {
            erase(pick(people));
            return;
        }
        var erpId = random.nextInt(3) == 0 ? pick(ERP_IDS) : "";
        var known = model.rows.stream()
                .filter(row -> !erpId.isEmpty() && row.erpId.equals(erpId))
                .findFirst();
        if (known.isPresent()) {
            write(known.get(), 0, erpId);
        } else if (!model.rows.isEmpty() && random.nextInt(3) == 0) {
            var row = pick(model.rows);
            write(row, row.id, erpId);
        } else {
            write(new OrderModel.Row(), 0, erpId);
        }
    }

    private void erase(Person person) {
        if (person.customerId != 0) {
            stores.database()
                    .write(transaction -> Erasure.erase(stores, transaction, account, person.customerId, NOON));
            for (var row : model.rows) {
                if (row.customerId == person.customerId) {
                    row.name = "";
                    row.national = "";
                    row.email = "";
                    row.city = "";
                    row.attribute = "";
                    row.enquiryId = 0;
                }
            }
            person.customerId = 0;
            person.city = "";
        }
    }

    private void write(OrderModel.Row row, long orderId, String erpId) {
        var added = row.id == 0;
        var own = people.stream()
                .filter(person -> person.customerId != 0 && person.customerId == row.customerId)
                .findFirst();
        var saysWho = added || random.nextBoolean();
        // The people have nothing in common, so an update with the data of another one moves the order to this one.
        var person = own.filter(one -> !saysWho || random.nextBoolean()).orElseGet(() -> pick(people));
        var city = saysWho && random.nextBoolean() ? pick(CITIES) : "";
        var texts = new EnumMap<OrderField, String>(OrderField.class);
        put(texts, OrderField.ERP_ORDER_ID, erpId);
        put(texts, OrderField.ORDER_STATUS, random.nextBoolean() ? pick(STATUSES) : "");
        put(texts, OrderField.ORDER_SUB_STATUS, random.nextInt(3) == 0 ? pick(STATUSES) : "");
        var booked = instant();
        var saysWhen = random.nextBoolean();
        var products = products();
        var zone = random.nextInt(3) == 0 ? pick(List.of("West", "East")) : "";
        var assignee = random.nextInt(3) == 0 ? pick(List.of("Nina", "Omar")) : "";
        var attribute = random.nextInt(3) == 0 ? pick(CITIES) : "";
        var asks = saysWho && random.nextInt(3) == 0;
        var change = new OrderChange(
                orderId,
                true,
                texts,
                saysWhen ? Map.of(OrderDate.BOOKING, booked) : Map.of(),
                Map.of(),
                new RecordDetails(
                        zone.isEmpty() ? Map.of() : Map.of(AccountList.ZONE, zone),
                        new EmployeeName(assignee, "", ""),
                        attribute.isEmpty() ? Map.of() : Map.of(3, attribute),
                        Map.of()),
                products,
                saysWho ? customer(person, city, asks) : nobody());
        var createdAt = instant();
        var saved = stores.database()
                .write(transaction -> stores.orders().save(transaction, account, change, Rights.ALL, createdAt));

        if (added) {
            row.id = saved.id();
            row.createdAt = createdAt;
            row.bookedAt = createdAt;
            model.rows.add(row);
        }
        if (saysWho) {
            person.customerId = saved.customerId();
            person.city = city.isEmpty() ? person.city : city;
            row.enquiryId = saved.enquiryId();
        }
        if (saysWho || own.isPresent()) {
            row.customerId = person.customerId;
            row.name = person.name;
            row.national = person.national;
            row.email = person.email;
            row.city = person.city;
        }
        row.erpId = erpId.isEmpty() ? row.erpId : erpId;
        row.status = texts.getOrDefault(OrderField.ORDER_STATUS, row.status);
        row.subStatus = texts.getOrDefault(OrderField.ORDER_SUB_STATUS, row.subStatus);
        row.bookedAt = saysWhen ? booked : row.bookedAt;
        row.attribute = attribute.isEmpty() ? row.attribute : attribute;
        row.zoneId = zone.isEmpty() ? row.zoneId : zoneId(zone);
        row.assignedToId = assignee.isEmpty() ? row.assignedToId : employeeId(assignee);
        if (!products.isEmpty()) {
            row.total = products.stream()
                    .map(product -> millionths(product.rate())
                            .multiply(millionths(product.quantity()))
                            .subtract(millionths(product.discount()).multiply(BigInteger.valueOf(1_000_000))))
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }
    }

    private static BigInteger millionths(Amount amount) {
        return amount.value().multiply(new BigDecimal(1_000_000)).toBigIntegerExact();
    }

    private List<Product> products() {
        return Stream.generate(() -> new Product(
                        "S", "Thing", "", amount(random.nextInt(15)), amount(1 + random.nextInt(3)), Amount.ZERO))
                .limit(random.nextInt(4))
                .map(product -> random.nextBoolean()
                        ? product
                        : new Product("S", "Thing", "", product.rate(), product.quantity(), half(product)))
                .toList();
    }

    /** Half the price of a product, rounded down to a whole number: a valid discount. */
    private static Amount half(Product product) {
        var price = product.total().value();
        return new Amount(price.divideToIntegralValue(new BigDecimal(2)));
    }

    /** A number with this many digits before the decimal point, and some after it. */
    private Amount amount(int digits) {
        var text = new StringBuilder("0");
        for (var digit = 0; digit < Math.min(digits, Amount.WHOLE_DIGITS); digit++) {
            text.append(random.nextInt(10));
        }
        text.append('.');
        for (var digit = random.nextInt(Amount.DECIMALS); digit >= 0; digit--) {
            text.append(random.nextInt(10));
        }
        return Amount.of(text.toString());
    }

    private CustomerChange customer(Person person, String city, boolean asks) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        texts.put(ProfileField.NAME, person.name);
        texts.put(ProfileField.PHONE, random.nextBoolean() ? person.national : "+91 " + person.national);
        texts.put(ProfileField.EMAIL, person.email);
        if (!city.isEmpty()) {
            texts.put(ProfileField.CITY, city);
        }
        var enquiry = new EnquiryChange(0, Map.of(EnquiryField.REMARKS, "please"), EmployeeName.NOBODY, Map.of());
        return change(texts, asks ? Optional.of(enquiry) : Optional.empty());
    }

    private static CustomerChange nobody() {
        return change(Map.of(), Optional.empty());
    }

    private static CustomerChange change(Map<ProfileField, String> texts, Optional<EnquiryChange> enquiry) {
        return new CustomerChange(
                CustomerChange.NOT_NAMED, true, texts, FlagsChange.NONE, RecordDetails.NONE, List.of(), enquiry);
    }

    OrderFilter filter() {
        var ids = new EnumMap<OrderIds, List<Long>>(OrderIds.class);
        var words = new EnumMap<OrderWord, List<String>>(OrderWord.class);
        var spans = new EnumMap<OrderSpan, DaySpan>(OrderSpan.class);
        var name = "";
        var phone = "";
        var email = "";
        var attributes = Map.<Integer, String>of();
        for (var criteria = 1 + random.nextInt(3); criteria > 0; criteria--) {
            switch (random.nextInt(9)) {
                case 0 -> name = pick(List.of("ASHA", "rao", "A  r", "%", "_", "0% O", "x"));
                case 1 -> phone = pick(List.of("", "91")) + pick(people).national;
                case 2 -> email = pick(List.of("asha@mail.example", "Asha2@Mail.Example", "asha"));
                case 3 -> addIds(ids);
                case 4 -> words.put(pick(List.of(OrderWord.STATUS, OrderWord.BOOKING_STATUS)), some(STATUSES));
                case 5 -> words.put(pick(List.of(OrderWord.SUB_STATUS, OrderWord.BOOKING_SUB_STATUS)), some(STATUSES));
                case 6 ->
                    words.put(
                            pick(List.of(OrderWord.CITY, OrderWord.ERP_ORDER_ID)),
                            List.of(pick(random.nextBoolean() ? CITIES : ERP_IDS)));
                case 7 -> attributes = Map.of(3, pick(CITIES));
                default -> {
                    var first = NOON.atZone(account.zone()).toLocalDate().plusDays(random.nextInt(4) - 2L);
                    spans.put(pick(List.of(OrderSpan.values())), new DaySpan(first, first.plusDays(random.nextInt(3))));
                }
            }
        }
        return new OrderFilter(name, phone, email, ids, words, 0, attributes, spans, false);
    }

    private void addIds(Map<OrderIds, List<Long>> ids) {
        var list = pick(List.of(OrderIds.values()));
        var all = new ArrayList<Long>(List.of(1L));
        for (var row : model.rows) {
            all.add(
                    switch (list) {
                        case ORDERS -> row.id;
                        case CUSTOMERS, LEADS -> row.customerId;
                        case ENQUIRIES -> row.enquiryId;
                        case ZONES -> row.zoneId;
                        case ASSIGNED, ASSIGNED_TO, CREATED_BY_OR_ASSIGNED, NOT_ASSIGNED_TO -> row.assignedToId;
                    });
        }
        ids.put(list, some(all));
    }

    /** An instant within four days, often the start of one of them. */
    private Instant instant() {
        var start = Instant.parse("2024-04-29T18:30:00Z").plusSeconds(86_400L * random.nextInt(4));
        return start.plusMillis(random.nextBoolean() ? -random.nextInt(2) : random.nextInt(86_400_000));
    }

    private long zoneId(String name) {
        return stores.database()
                .write(transaction -> new NamedIds(transaction, account.cmId()).idOrAdd(AccountList.ZONE, name));
    }

    private long employeeId(String name) {
        return stores.database()
                .write(transaction ->
                        new NamedIds(transaction, account.cmId()).idOrAdd(new EmployeeName(name, "", "")));
    }

    private static void put(Map<OrderField, String> texts, OrderField field, String text) {
        if (!text.isEmpty()) {
            texts.put(field, text);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> List<T> some(List<T> list) {
        return Stream.generate(() -> pick(list))
                .limit(1 + random.nextInt(3))
                .distinct()
                .toList();
    }
}
