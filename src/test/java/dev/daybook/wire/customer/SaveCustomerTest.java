package dev.daybook.wire.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.ProfileField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How unusual values are read: a {@code customer_id} that is not a number, in a flat body; words that name no zone,
 * source or employee.
 */
class SaveCustomerTest {
    @ParameterizedTest
    @CsvSource({
        "3f0c-7a52, MIRA-1, MIRA-1, '\"3f0c-7a52\"'",
        "3f0c-7a52, 3f0c-7a52, 3f0c-7a52, ''",
        "' 3f0c-7a52 ', 3f0c-7a52, 3f0c-7a52, ''",
        "3f0c-7a52, '', 3f0c-7a52, ''",
        "3f0c-7a52, N/A, 3f0c-7a52, ''",
        "undefined, MIRA-1, MIRA-1, ''",
    })
    void anIdThatIsNotTheCodeIsAnOwnField(String id, String code, String expected, String own) {
        var body = "{\"customer_id\":\"%s\",\"customer_code\":\"%s\",\"name\":\"Mira\",\"phone\":\"9100000451\"}";
        var read = SaveCustomer.decode(body.formatted(id, code).getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, read.asked().text(ProfileField.CUSTOMER_CODE));
        assertEquals(
                own.isEmpty() ? Map.of() : Map.of("customer_id", own),
                read.asked().details().associates());
        assertEquals(own.isEmpty() ? List.of() : List.of("customer_id"), read.ignored());
    }

    /**
     * If a flat body names an enquiry, the customer is found by the enquiry. A {@code customer_id} that is no number is
     * then not read as the customer's code, because the customer may have another code.
     */
    @ParameterizedTest
    @CsvSource({"'', '', '\"lead-9\"'", "N/A, '', '\"lead-9\"'", "C-1, C-1, '\"lead-9\"'", "lead-9, lead-9, ''"})
    void anIdThatIsNoNumberBesideAnEnquiryIsNoCode(String code, String expected, String own) {
        var body = "{\"customer_id\":\"lead-9\",\"customer_code\":\"%s\",\"enquiry_id\":\"55\"}";
        var read = FlatEnquiry.decode(body.formatted(code).getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, read.asked().text(ProfileField.CUSTOMER_CODE));
        assertEquals(
                own.isEmpty() ? Map.of() : Map.of("customer_id", own),
                read.asked().enquiry().orElseThrow().associates());
    }

    /**
     * If a column of numbers has gaps, programs write its numbers as floating-point numbers, and a gap or 0 as 0.0 or
     * {@code <NA>}.
     */
    @ParameterizedTest
    @CsvSource({
        "1001.0, 1001",
        "' 1001.00 ', 1001",
        "0.0, ''",
        "-1.0, ''",
        "<NA>, ''",
        "#N/A, ''",
        "12E5, 12E5",
        "1E10, 1E10",
        "1.50, 1.50",
        "C-1.0, C-1.0",
        "12345678901234567890.0, 12345678901234567890"
    })
    void aCodeIsReadWithoutZerosBehindThePoint(String given, String code) {
        for (var name : List.of("customer_code", "assign_emp_code")) {
            var body = "{\"%s\":\"%s\",\"enquiry_id\":\"55\"}".formatted(name, given);
            var read = FlatEnquiry.decode(body.getBytes(StandardCharsets.UTF_8)).asked();
            assertEquals(
                    code,
                    name.equals("customer_code")
                            ? read.text(ProfileField.CUSTOMER_CODE)
                            : read.enquiry().orElseThrow().assignee().code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.23457E+11", "9,19E+11", "1E+5", "9.19e11", "-1.2E+3"})
    void aShortenedCodeIsRefused(String given) {
        for (var name : List.of("customer_code", "customer_id", "assign_emp_code")) {
            var body = "{\"%s\":\"%s\",\"enquiry_id\":\"55\"}".formatted(name, given);
            var refused = assertThrows(
                    ProblemException.class, () -> FlatEnquiry.decode(body.getBytes(StandardCharsets.UTF_8)));
            assertEquals(
                    name + ": a spreadsheet has shortened this number; format the column as text and export again",
                    refused.detail());
        }
    }

    @ParameterizedTest
    @CsvSource({"zone, 0", "zone, ' 0 '", "primary_source, 0", "tertiary_source, 0"})
    void anIdOf0CountsAsNotGiven(String list, String none) {
        var body = "{\"customer_info\":{\"customer_id\":7,\"%s\":\"%s\"}}".formatted(list, none);
        var read = SaveCustomer.decode(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(Map.of(), read.asked().details().listed());
        assertEquals(Map.of(), read.asked().details().associates());
    }

    @ParameterizedTest
    @CsvSource({
        "care@shop.example, '', care@shop.example",
        "Asha Rao, Asha Rao, ''",
        "Nil, Nil, ''",
        "N/A, '', ''",
        "0, '', ''"
    })
    void anEmployeeIsAnEmailOrANameAndNoWordForAMissingOne(String assignedTo, String name, String email) {
        var body = "{\"name\":\"Mira\",\"phone\":\"9100000451\",\"assigned_to\":\"%s\"}".formatted(assignedTo);
        var read = SaveCustomer.decode(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(new EmployeeName(name, "", email), read.asked().details().assignee());
    }

    /** A word for a missing name would assign the records of many people to one employee, who does not exist. */
    @ParameterizedTest
    @CsvSource({
        "Asha Rao, Asha Rao",
        "undefined, ''",
        "N/A, ''",
        "' null ', ''",
        "0, ''",
        "Nil, Nil",
        "Nan, Nan",
        "Na, Na",
        "NIL, ''",
        "nil, ''",
        "NaN, ''",
        "nan, ''",
        "NA, ''",
        "na, ''"
    })
    void anEmployeesNameIsNoWordForAMissingOne(String given, String name) {
        var body = """
                {"customer_info":{"customer_id":7,"customer_assign_emp_name":"%1$s"},
                 "enquiry_info":{"remarks":"x","assign_emp_name":"%1$s"}}""".formatted(given);
        var change = SaveCustomer.decode(body.getBytes(StandardCharsets.UTF_8)).asked();
        var expected = new EmployeeName(name, "", "");
        assertEquals(expected, change.details().assignee());
        assertEquals(expected, change.enquiry().orElseThrow().assignee());
    }

    /** A program may copy an invisible character with an e-mail or a code. It must not make another person of it. */
    @Test
    void invisibleCharactersAreNoPartOfAnEmailOrACode() {
        var body = """
                {"customer_info": {"customer_name": "\u200b", "name": "\u0915\u094d\u200d\u0937\u200b",
                    "email_id": "asha\u200b@mail.example\ufeff", "customer_code": "\u200eK-\u00ad1",
                    "phone": "\u202a9000000001\u202c"}}""";
        var change = SaveCustomer.decode(body.getBytes(StandardCharsets.UTF_8)).asked();
        assertEquals(
                Map.of(
                        ProfileField.NAME, "\u0915\u094d\u200d\u0937\u200b",
                        ProfileField.EMAIL, "asha@mail.example",
                        ProfileField.CUSTOMER_CODE, "K-1",
                        ProfileField.PHONE, "9000000001"),
                change.texts());
        var flat = """
                {"name": "Asha", "phone": "9000000001", "customer_id": "12\u200b"}""";
        assertEquals(
                12,
                SaveCustomer.decode(flat.getBytes(StandardCharsets.UTF_8))
                        .asked()
                        .customerId());
    }

    @Test
    void aWordThatMayBeANameIsNoCodeAndNoEmailOfAnEmployee() {
        var body = """
                {"customer_info":
                    {"customer_id":7,"customer_assign_emp_code":"Nil","customer_assign_emp_email":"Na"}}""";
        var change = SaveCustomer.decode(body.getBytes(StandardCharsets.UTF_8)).asked();
        assertEquals(EmployeeName.NOBODY, change.details().assignee());
    }
}
