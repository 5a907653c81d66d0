package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import dev.daybook.wire.customer.CustomerRow;
import dev.daybook.wire.faq.FaqRow;
import dev.daybook.wire.order.OrderRow;
import dev.daybook.wire.ticket.TicketRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mapping that is proposed for unknown columns: a wrong one would put personal data into a wrong field. */
class ProposalTest {
    private static final Path FOREIGN = Path.of("src", "test", "resources", "foreign");

    private static final Map<String, List<String>> FIELDS = Map.of(
            "customers", CustomerRow.FIELDS,
            "tickets", TicketRow.FIELDS,
            "orders", OrderRow.FIELDS,
            "faq", FaqRow.FIELDS);

    /** Columns of ordinary files. A column without {@code =} gets no proposal. */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            tickets   : Ticket No=ticket_id, Subject=title, Customer Phone=phone, Customer Email=email_id, Customer Code=customer_code, Details=ticket_details
            tickets   : Ticket ID=ticket_id, Name=customer_name, Mobile=phone, E-mail=email_id, Opened=created_at, Closed=ended_at, Assigned to=assign_emp_name
            orders    : Order No=erp_order_id, Order Date=created_at, Customer Phone=phone, Customer Email=email, Customer Name=customer_name, SKU=sku_id, Qty=quantity, Price=rate, Total
            orders    : Order No.=erp_order_id, Order Number, Payment method=payment_mode, Zip=zip_code, Order total=grand_total
            customers : Customer Name=name, Contact Name=contact_person, E-mail Address=email, Mobile=phone, Phone Number=additional_phone, Postal Code=pincode, Street=address, Company
            customers : Full name=name, E-MAIL=email, PHONE=phone, Customer ID=customer_code, Pin Code=pincode, Is Organization=is_organization
            customers : First Name=first_name, Last Name=last_name, WhatsApp, Date of birth=dob, Remark=remarks
            customers : Nmae=name, Phnoe=phone, Adress=address, Emial=email, Stage, County=state, Sender, Phone 2=additional_phone, Fone, Lattitude=latitude, attr16, Country Cod=country_code, Cty=city
            customers : customer code=customer_code, Name=name, Customer Name, email=, Email Id
            faq       : Question=title, Answer=detail, Id=code, Categories, Topic=category
            """)
    void proposesTheFieldsThatOrdinaryHeadersMean(String kind, String columns) {
        assertProposed(kind, List.of(columns.split(", ")));
    }

    /**
     * A replaced letter counts as a typing mistake in a name of at least eight letters, and two mistakes count in a
     * name of at least twelve. A name without {@code =} gets no proposal.
     */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            tickets   : Priorety=priority
            customers : Remerks, Adrdess=address
            customers : Custmoer Cdoe=customer_code
            customers : Cuontry Cdoe
            """)
    void aLongerNameMayHaveMoreTypingMistakes(String kind, String columns) {
        assertProposed(kind, List.of(columns.split(", ")));
    }

    /** A column that already has a field keeps it, and an exact name wins over a synonym in a column before it. */
    @Test
    void theProposalUsesEachFieldOnce() {
        assertEquals(
                Map.of("Mobile", "additional_phone", "Tel", ""),
                proposed("customers", List.of("Mobile", "Tel", "name", "phone")));
        assertEquals(
                Map.of("orderId", "", "erpOrderId", "erp_order_id"),
                proposed("orders", List.of("orderId", "erpOrderId")));
    }

    /** Columns of pulled files. Each one that an import can read is mapped to the field that a pull wrote there. */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            customers : id, cmId, isOrganization=is_organization, currentStatus, generationDate=created_at, creatorId, channelPartnerId, ratePlanId, customerCode=customer_code, isChannelPartner=is_channel_partner, pinCode=pincode, campaignId, campaignItemId, campaignActivityId, totalNoOfEnquiries, feedbackOnCustomer, lastModificationTime, imageReferenceId, customerType=type, customerLevel, companyParentId, assignedToId, maxCreditAmt, maxCreditPeriod, historyEmpId, channelPartnerEmpId, deleted, companyStatus, isExistingCustomer, isExistingContact, syncStatus, syncdLocationId, crossRemarks=customer_remarks, syncedStepNumber, outStandingAmount, salesAdminZone, referralId, isApi, contact_id, contact_cmId, contact_leadId, contact_contactPerson=contact_person, contact_gender=gender, contact_phone=phone, contact_additionalPhone=additional_phone, contact_email=email, contact_isPrimaryContact, contact_isActive, contact_generationDate, contact_parentContactId, contact_subOfficeId, contact_creatorId, contact_age, contact_maritalStatus, contact_isGuest, contact_phoneCountryCode=country_code, contact_enquiryId, contact_orderId, contact_isMergeEnable, contact_isMobileMasked, contact_isEmailMasked, contact_showBirthYear
            orders    : id, cmId, orderId, erpOrderId=erp_order_id, orderStatus=order_status, orderSubStatus=order_sub_status, orderType=order_type, generationDate=created_at, lastModificationTime, bookingDate=create_date, expectedDeliveryDate=expected_delivery_date, customerId=customer_id, customerCode=customer_code, customerName=customer_name, customerPhone=phone, customerEmail=email, contact, enquiryId, assignedToId, shippingAddress=shipping_address, zipCode=zip_code, blockId=block_id, unitId=unit_id, grandTotal=grand_total, totalPaid=total_paid, outstandingAmount, paymentMode=payment_mode, additional_info
            tickets   : tat, sla, date=created_at, nextFollowUp=callback_time, lastFollowUp, taskId, lastSource, orderId, lastConvesationTime, ticketId=ticket_id, folderId, primarySource, detail=ticket_details, mergedTicketId, contactId, customerName=customer_name, customerPhone=phone, customerEmail=email_id, customerCode=customer_code, referenceId=customer_id, creatorName, assignedToName=assign_emp_name, slaStatus, total_conversations, taskTitle, substatus=sub_status, substatusKey, taskEnddate=ended_at, dueDate=due_date, url, id, generationDate, lastModificationTime
            """)
    void theProposalFitsTheColumnsOfPulledFiles(String kind, String columns) {
        var names = pulledColumns(kind).stream()
                .filter(name -> !FIELDS.get(kind).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        var listed = Arrays.stream(columns.split(", "))
                .map(column -> column.replaceAll("=.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, listed, "the columns of pulled " + kind);
        assertProposed(kind, List.of(columns.split(", ")));
    }

    /**
     * A field that a pull shows under another name than in requests needs a line in {@link Proposal}, or its column is
     * lost when the file is imported. Listed are the fields that no column of a pulled file gives; attributes are not
     * checked.
     */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            customers : assigned_to designation dob first_name is_individual last_name locality primary_source secondary_source tertiary_source
            tickets   : address assign_emp_code assign_emp_email comment
            orders    : assigned_to discount parent_product_name product_details product_name quantity rate sku_id
            """)
    void everyOtherFieldHasAColumnInPulledFiles(String kind, String without) {
        var columns = pulledColumns(kind);
        var missing = new TreeSet<>(FIELDS.get(kind));
        missing.removeIf(field -> columns.contains(field) || field.matches("attr\\d+"));
        missing.removeAll(proposed(kind, columns).values());
        assertEquals(new TreeSet<>(List.of(without.split(" "))), missing);
    }

    private static List<String> pulledColumns(String plural) {
        var kind = PulledKind.all().stream()
                .filter(one -> one.plural().equals(plural))
                .findFirst()
                .orElseThrow();
        var inRow = kind.list().filter(PulledList::inRow).stream()
                .flatMap(list -> list.columns().stream().map(column -> list.word() + "_" + column.name()));
        return Stream.concat(kind.columns().stream().map(PulledColumn::name), inRow)
                .toList();
    }

    /**
     * Headers of other programs' files, and the fields that are proposed for them. A column without {@code =} gets no
     * proposal.
     */
    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            customers : chinook-customers       : CustomerId=customer_code, FirstName=first_name, LastName=last_name, Company, Address=address, City=city, State=state, Country=country, PostalCode=pincode, Phone=phone, Fax, Email=email, SupportRepId
            customers : northwind-customers     : CustomerID=customer_code, CompanyName=name, ContactName=contact_person, ContactTitle=designation, Address=address, City=city, Region=state, PostalCode=pincode, Country=country, Phone=phone, Fax
            customers : olist-customers         : customer_id=customer_code, customer_unique_id, customer_zip_code_prefix, customer_city=city, customer_state=state
            customers : telco-churn             : customerID=customer_code, SeniorCitizen, Partner, Dependents, tenure, PhoneService, Contract, PaymentMethod, MonthlyCharges, TotalCharges, Churn
            orders    : northwind-orders        : OrderID=erp_order_id, CustomerID=customer_id, EmployeeID, OrderDate=created_at, RequiredDate=expected_delivery_date, ShippedDate, ShipVia, Freight, ShipName, ShipAddress=shipping_address, ShipCity, ShipPostalCode, ShipCountry
            orders    : northwind-order-details : OrderID=erp_order_id, ProductID=sku_id, UnitPrice=rate, Quantity=quantity, Discount=discount
            orders    : olist-orders            : order_id=erp_order_id, order_purchase_timestamp, order_approved_at, order_delivered_carrier_date, order_delivered_customer_date, order_estimated_delivery_date
            orders    : olist-order-items       : order_id=erp_order_id, order_item_id, product_id=sku_id, seller_id, shipping_limit_date, price=rate, freight_value
            tickets   : helpdesk-tickets        : Ticket ID=ticket_id, Customer Name=customer_name, Customer Email=email_id, Customer Age, Product Purchased, Date of Purchase, Ticket Type=classification, Ticket Subject=title, Ticket Description=ticket_details, Ticket Status=status, Resolution, Ticket Priority=priority, Ticket Channel=queue, First Response Time, Time to Resolution, Customer Satisfaction Rating
            """)
    void theProposalFitsTheColumnsOfForeignFiles(String kind, String file, String columns) throws IOException {
        var header = new String(Files.readAllBytes(FOREIGN.resolve(file + ".csv")), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElseThrow();
        var names = Arrays.stream(header.replaceAll("[^\\p{Print}\\t]|\"", "").split("[,;\t]"))
                .filter(name -> !FIELDS.get(kind).contains(name))
                .toList();
        var expected = List.of(columns.split(", "));
        assertEquals(
                expected.stream().map(column -> column.replaceAll("=.*", "")).toList(),
                names,
                "the columns of " + file);
        assertProposed(kind, expected);
    }

    /** Every line of the table of synonyms names existing fields, each of them once. */
    @Test
    void everySynonymStandsForExistingFields() {
        var all = FIELDS.values().stream().flatMap(List::stream).toList();
        Proposal.SYNONYMS.forEach((name, fields) -> {
            assertTrue(all.containsAll(fields), () -> name + " means " + fields);
            assertEquals(fields.stream().distinct().toList(), fields, name);
            assertEquals(Proposal.plain(name), name);
        });
    }

    private static void assertProposed(String kind, List<String> columns) {
        var expected = columns.stream()
                .filter(column -> !FIELDS.get(kind).contains(column.replaceAll("=$", "")))
                .map(column -> column.contains("=") ? column : column + "=")
                .toList();
        var names = columns.stream().map(column -> column.replaceAll("=.*", "")).toList();
        var proposed = new ArrayList<String>();
        proposed(kind, names).forEach((column, field) -> proposed.add(column + "=" + field));
        assertEquals(String.join("\n", expected), String.join("\n", proposed));
    }

    private static Map<String, String> proposed(String kind, List<String> names) {
        var columns = new ColumnMap(FIELDS.getOrDefault(kind, List.of()), Map.of(), false, true);
        Stream.of(names.toArray(String[]::new)).forEach(columns::apply);
        return columns.suggested();
    }
}
