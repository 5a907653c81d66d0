package dev.daybook.client.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.domain.ticket.SavedTicket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The answers to writes that servers other than Daybook give, read by the typed client. */
class WriteAnswersTest {
    @Test
    void aSavedCustomerIsNamedInEitherSpelling() {
        for (var id : List.of("'kapture_customer_id': '7'", "'Kapture Customer Id': '7'")) {
            assertEquals(7, customer("{" + id + ", 'status': 'success'}").id(), id);
        }
        var both = customer("{'kapture_customer_id': '', 'Kapture Customer Id': '7', 'Enquiry Id': '9'}");
        assertEquals(List.of(7L, 9L), List.of(both.id(), both.enquiryId()));
    }

    @Test
    void aSavedOrderIsNamedInEitherSpelling() {
        for (var ids : List.of(
                "'order_id': '5', 'kapture_customer_id': '7', 'enquiry_id': '9'",
                "'Order Id': '5', 'Kapture Customer Id': '7', 'Enquiry Id': '9'")) {
            var saved = order("{" + ids + ", 'status': 'success'}");
            assertEquals(List.of(5L, 7L, 9L), List.of(saved.id(), saved.customerId(), saved.enquiryId()), ids);
        }
    }

    /** The reference shows the top-level ticket_id only for a ticket that is added. */
    @Test
    void aSavedTicketIsNamedByTheTicketItself() {
        var updated = "{'ticket': {'id': 530348198, 'ticketId': '713516551148', 'substatus': 'CL'},"
                + " 'message': 'Ticket updated successfully.', 'status': 'success'}";
        assertEquals(new SavedTicket(530348198, 713516551148L, List.of()), TicketRequests.saved(bytes(updated), ""));
        var both = "{'ticket_id': '7', 'ticket': {'id': 5, 'ticketId': '8'}, 'status': 'success'}";
        assertEquals(
                new SavedTicket(5, 7, List.of("due_date", "customer_id")),
                TicketRequests.saved(bytes(both), "due_date, customer_id"));
    }

    @Test
    void anAnswerWithoutTheIdIsRefusedWithTheWordForTheRecord() {
        var answer = "{'status': 'success', 'enquiry_id': '9'}";
        refused("the answer does not name the customer", () -> customer(answer));
        refused("the answer does not name the order", () -> order(answer));
        refused("the answer does not name the ticket", () -> TicketRequests.saved(bytes(answer), ""));
    }

    private static void refused(String message, Executable reading) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, reading).getMessage());
    }

    /** The vendor's older page shows the keys of an answer with capitals. */
    @Test
    void anOlderMessageShowsThatARecordIsNew() {
        assertTrue(customer("{'Message': 'Customer Added Successfully', 'Kapture Customer Id': '7',"
                        + " 'Status': 'Success'}")
                .created());
        assertTrue(order("{'Message': 'Order Added Successfully', 'Order Id': '5', 'Status': 'Success'}")
                .created());
        assertFalse(customer("{'Message': 'Customer Updated Successfully', 'Kapture Customer Id': '7'}")
                .created());
    }

    /** The vendor's older page shows the answer of Order Push in such an array. */
    @Test
    void anArrayOfOneAnswerIsThisAnswer() {
        var customer = "'kapture_customer_id': '7', 'message': 'Customer Added Successfully', 'status': 'success'";
        assertEquals(customer("{" + customer + "}"), customer("[{" + customer + "}]"));
        var order = "'order_id': '5', 'message': 'Order Added Successfully', 'status': 'success'";
        assertEquals(order("{" + order + "}"), order("[{" + order + "}]"));
        assertThrows(IllegalArgumentException.class, () -> order("[{" + order + "}, {" + order + "}]"));
        assertThrows(IllegalArgumentException.class, () -> order("[[{" + order + "}]]"));
        assertThrows(IllegalArgumentException.class, () -> order("[{'order_id': '5', 'status': 'failed'}]"));
    }

    private static SavedCustomer customer(String json) {
        return CustomerRequests.saved(bytes(json));
    }

    private static SavedOrder order(String json) {
        return OrderRequests.saved(bytes(json), "");
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
