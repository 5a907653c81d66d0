package dev.daybook.imports.file;

import dev.daybook.domain.message.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Proposals of fields for columns with unknown names: first for all names that differ from a field's name only by case
 * and punctuation, then for {@link #SYNONYMS}, then for typing mistakes. Other columns get no proposal, because a wrong
 * one does more harm than none: it could import a phone into a wrong field.
 */
final class Proposal {
    /**
     * A line for each field: the names that people and other programs give to the field, and its names in Daybook's
     * pulled files. If a name is listed for several fields, it means the first of them that records of the imported
     * kind have and that no other column takes.
     */
    private static final String TABLE = """
            customer_id: reference id
            customer_code: customer id, customer no, customer number, client id, client code, code, account code
            customer_name: name, full name, customer, client name, contact name
            name: full name, customer name, client name, company name, display name
            first_name: given name, forename
            last_name: surname, family name
            contact_person: contact name, contact contact person
            designation: job title, contact title
            dob: birth date, birthday, date of birth
            phone: phone no, phone number, mobile, mobile no, mobile number, mobile phone, telephone, tel, cell, cell phone, \
            customer phone, customer mobile, contact phone, contact number, contact no
            additional_phone: mobile, mobile no, mobile number, mobile phone, phone 2, phone no, phone number, \
            alternate phone, contact additional phone
            email: mail, email id, email address, customer email, contact email
            email_id: email, mail, email address, customer email, contact email
            country_code: contact phone country code, phone country code
            gender: contact gender
            address: street, street address, address line 1, customer address, billing address
            locality: area
            city: town, customer city
            state: province, region, county, customer state
            country: customer country
            pincode: pin, zip, zip code, postal code, post code
            zip_code: zip, pin, pin code, postal code, post code
            website: web site, url of website, homepage
            type: customer type
            remarks: notes
            customer_remarks: cross remarks
            created_at: created, created on, create date, created date, creation date, date created, generation date, \
            opened, opened at, opened on, order date, ordered at, date
            ended_at: closed, closed at, closed on, resolved at, task end date
            due_date: due
            callback_time: next follow up
            assigned_to: assignee, assigned to name, agent, owner
            ticket_id: ticket no, ticket number, ticket
            title: subject, ticket subject, summary, question
            ticket_details: details, detail, description, ticket description
            status: ticket status
            priority: ticket priority
            classification: ticket type
            queue: ticket channel, department
            assign_emp_name: assignee, assigned to, assigned to name, agent, owner
            erp_order_id: order id, order no, order number, order
            order_status: status
            order_sub_status: sub status
            create_date: booking date
            expected_delivery_date: delivery date, required date, expected delivery
            shipping_address: ship address, delivery address
            grand_total: order total, order amount, total amount
            total_paid: paid, amount paid
            payment_mode: payment method
            transaction: transaction id
            sku_id: sku, product id, product code, item code
            product_name: product, item, item name
            rate: price, unit price
            quantity: qty
            code: id
            category: topic
            detail: answer
            """;

    /** The fields of each synonym, in the order in which they are tried. */
    static final Map<String, List<String>> SYNONYMS = read();

    /** The shortest name that may have a typing mistake: a missing or added letter, or two swapped neighbours. */
    private static final int SHORTEST = 3;

    /**
     * The shortest name in which a replaced letter also counts as a typing mistake. In a shorter name it may make
     * another word: {@code stage} is probably not meant as {@code state}.
     */
    private static final int REPLACED = 8;

    /** The shortest name that may have two typing mistakes. */
    private static final int TWO_MISTAKES = 12;

    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    private final List<String> fields;
    private final List<String> taken;
    private final Map<String, String> found = new LinkedHashMap<>();

    private Proposal(List<String> fields, List<String> taken) {
        this.fields = fields;
        this.taken = new ArrayList<>(taken);
    }

    private static Map<String, List<String>> read() {
        var synonyms = new LinkedHashMap<String, List<String>>();
        TABLE.lines().forEach(line -> {
            var end = line.indexOf(':');
            for (var name : line.substring(end + 1).split(",", -1)) {
                synonyms.computeIfAbsent(plain(name), key -> new ArrayList<>()).add(line.substring(0, end));
            }
        });
        return synonyms;
    }

    /**
     * Proposes a field for each column; an empty text if none fits.
     *
     * @param fields the names of all fields
     * @param taken the fields that other columns have
     */
    static Map<String, String> of(List<String> columns, List<String> fields, List<String> taken) {
        var proposal = new Proposal(fields, taken);
        columns.forEach(column -> proposal.found.put(column, ""));
        columns.forEach(column -> proposal.take(column, proposal.named(plain(column))));
        columns.forEach(column -> proposal.take(column, SYNONYMS.getOrDefault(plain(column), List.of())));
        columns.forEach(column -> proposal.take(column, proposal.near(plain(column))));
        return proposal.found;
    }

    /** A name without case, blanks and punctuation. A percent sign stays: it gives a number another meaning. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}%]+", "");
    }

    private void take(String column, List<String> candidates) {
        if (found.getOrDefault(column, "").isEmpty()) {
            candidates.stream()
                    .filter(field -> fields.contains(field) && !taken.contains(field))
                    .findFirst()
                    .ifPresent(field -> {
                        taken.add(field);
                        found.put(column, field);
                    });
        }
    }

    private List<String> named(String name) {
        return fields.stream().filter(field -> plain(field).equals(name)).toList();
    }

    private List<String> near(String name) {
        return fields.stream().filter(field -> isMistyped(name, plain(field))).toList();
    }

    /**
     * Whether a name is probably the name of a field with typing mistakes. Never true if the name has another first
     * letter, a digit or an added word.
     */
    private static boolean isMistyped(String name, String field) {
        return name.length() >= SHORTEST
                && name.charAt(0) == field.charAt(0)
                && Math.abs(name.length() - field.length()) <= 1
                && !DIGIT.matcher(name).find()
                && (name.length() >= REPLACED
                        || name.length() != field.length()
                        || sorted(name).equals(sorted(field)))
                && Suggestion.distance(name, field) <= (name.length() >= TWO_MISTAKES ? 2 : 1);
    }

    private static List<Integer> sorted(String name) {
        return name.chars().sorted().boxed().toList();
    }
}
