package dev.daybook.http;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bodies that the server accepts, for records that are as large as records may be. The bodies of orders and customers
 * are nearly as large as bodies may be.
 */
final class LargeBodies {
    /** The bytes of a body: nearly as many as the server accepts by default. */
    private static final int BODY = 1_040_000;

    private static final int PRODUCTS = 1_000;
    private static final int CONTACTS = 100;

    private LargeBodies() {}

    /**
     * An order with as many lines as there may be.
     *
     * @param number the number of the order, from 0 to 9
     * @param letter a letter in each line, so that a write with another letter changes them all
     */
    static String order(int number, char letter) {
        var product = "{\"sku_id\":\"SKU-1\",\"product_name\":\"" + text(100, letter)
                + "\",\"rate\":\"1150.50\",\"quantity\":\"4\",\"note\":\"" + text(BODY / PRODUCTS - 190, 'x') + "\"}";
        return "{\"customer_info\":{\"customer_name\":\"Large\",\"phone\":\"700000000" + number + "\"},"
                + "\"order_info\":{\"erp_order_id\":\"LARGE-" + number + "\",\"update\":true},"
                + "\"product_details\":[" + product + ("," + product).repeat(PRODUCTS - 1) + "]}";
    }

    /**
     * A customer with as many contacts as a request may have.
     *
     * @param number the number of the customer, from 0 to 9
     * @param letter a letter in each contact, so that a write with another letter changes them all
     */
    static String customer(int number, char letter) {
        var contacts = IntStream.range(0, CONTACTS)
                .mapToObj(contact -> "{\"contact_person_phone\":\"6" + number + (1_000_000 + contact)
                        + "\",\"matchEmailPhone\":true,\"contact_person_name\":\"" + text(500, letter)
                        + "\",\"designation\":\"" + text(255, letter) + "\",\"first_name\":\"" + text(255, letter)
                        + "\",\"last_name\":\"" + text(255, letter) + "\",\"note\":\""
                        + text(BODY / CONTACTS - 1_500, 'x') + "\"}")
                .collect(Collectors.joining(","));
        return "{\"customer_info\":{\"customer_name\":\"Large\",\"phone\":\"500000000" + number
                + "\",\"customer_code\":\"LARGE-" + number + "\",\"update\":true},\"contact_info\":[" + contacts + "]}";
    }

    /** A ticket with texts of the greatest length. Each request with this body adds one more ticket. */
    static String ticket() {
        return "[{\"title\":\"" + text(2_000, 'x') + "\",\"ticket_details\":\"" + text(100_000, 'x')
                + "\",\"comment\":\"" + text(100_000, 'x') + "\",\"own\":{\"note\":\"" + text(60_000, 'x') + "\"}}]";
    }

    private static String text(int length, char letter) {
        return Character.toString(letter).repeat(length);
    }
}
