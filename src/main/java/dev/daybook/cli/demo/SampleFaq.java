package dev.daybook.cli.demo;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import java.time.Instant;
import java.util.List;

/** A made-up FAQ of a made-up shop, in English, Hindi and Tamil. */
final class SampleFaq {
    private static final List<Entry> ENTRIES = List.of(
            entry("Orders > Placing an order", "How do I place an order?", """
                    1. Put what you want into the basket.
                    2. Choose an address and a day.
                    3. Pay. A confirmation comes by e-mail."""),
            entry(
                    "Orders > Placing an order",
                    "Can I order without an account?",
                    "Yes. We ask only for a phone number and an address."),
            entry(
                    "Orders > Placing an order",
                    "Can I order by phone?",
                    "Yes, from 9 in the morning to 6 in the evening, except on Sundays."),
            entry(
                    "Orders > Placing an order",
                    "ऑर्डर कैसे करें?",
                    "सामान टोकरी में डालें, पता चुनें और भुगतान करें। पुष्टि ई-मेल से आएगी।"),
            entry(
                    "Orders > Placing an order",
                    "ஆர்டர் செய்வது எப்படி?",
                    "பொருளைக் கூடையில் சேர்த்து, முகவரியைத் தேர்ந்தெடுத்து, பணம் செலுத்துங்கள்."),
            entry(
                    "Orders > Changing an order",
                    "How do I cancel an order?",
                    "Open **My orders** and press *Cancel*. That works until the parcel is packed."),
            entry(
                    "Orders > Changing an order",
                    "Can I change the address after ordering?",
                    "Until the parcel is packed. Open **My orders** and press *Change*."),
            entry(
                    "Orders > Changing an order",
                    "ऑर्डर रद्द कैसे करें?",
                    "*मेरे ऑर्डर* खोलें और *रद्द करें* दबाएँ। पैकिंग के बाद यह नहीं हो सकता।"),
            entry(
                    "Orders > Changing an order",
                    "ஆர்டரை ரத்து செய்வது எப்படி?",
                    "*என் ஆர்டர்கள்* பக்கத்தைத் திறந்து *ரத்து* என்பதை அழுத்துங்கள்."),
            entry(
                    "Payment > Ways to pay",
                    "How can I pay?",
                    "By card, bank transfer or wallet, or in cash when the parcel arrives."),
            entry(
                    "Payment > Ways to pay",
                    "My payment failed. What now?",
                    "Nothing was taken. If your bank shows a payment all the same, it is returned within 3 days."),
            entry(
                    "Payment > Ways to pay",
                    "Where do I find the invoice?",
                    "In **My orders**, as a PDF, one day after the delivery."),
            entry("Payment > Ways to pay", "भुगतान कैसे करें?", "कार्ड, बैंक ट्रांसफ़र, वॉलेट, या डिलीवरी पर नक़द।"),
            entry(
                    "Payment > Ways to pay",
                    "பணம் செலுத்துவது எப்படி?",
                    "அட்டை, வங்கிப் பரிமாற்றம் அல்லது பொருள் வரும்போது ரொக்கம்."),
            entry(
                    "Payment > Refunds",
                    "How do I get a refund?",
                    "Send the article back within 30 days. The refund goes the way that you paid."),
            entry(
                    "Payment > Refunds",
                    "How long does a refund take?",
                    "* card: 5 days\n* bank transfer: 3 days\n* wallet: at once"),
            entry(
                    "Payment > Refunds",
                    "Why is my refund smaller than what I paid?",
                    "The fee for express delivery is not refunded."),
            entry(
                    "Payment > Refunds",
                    "रिफ़ंड कब मिलेगा?",
                    "सामान हमें मिलने के पाँच दिनों में पैसे आपके खाते में आ जाएँगे।"),
            entry("Payment > Refunds", "रिफ़ंड कम क्यों है?", "एक्सप्रेस डिलीवरी का शुल्क वापस नहीं होता।"),
            entry(
                    "Payment > Refunds",
                    "பணத்தைத் திரும்பப் பெறுவது எப்படி?",
                    "30 நாட்களுக்குள் பொருளைத் திருப்பி அனுப்புங்கள்; 5 நாட்களில் பணம் கிடைக்கும்."),
            entry(
                    "Delivery > Parcels",
                    "How long does delivery take?",
                    "2 to 4 days; 1 day with express delivery in large cities."),
            entry(
                    "Delivery > Parcels",
                    "How do I track my parcel?",
                    "With the number in the e-mail that tells you of its departure."),
            entry(
                    "Delivery > Parcels",
                    "My parcel arrived damaged",
                    "Send us a photo within 2 days. We send the article again, or refund it."),
            entry(
                    "Delivery > Parcels",
                    "I was not at home",
                    "The courier tries twice more. After that the parcel waits 7 days at the depot."),
            entry(
                    "Delivery > Parcels",
                    "डिलीवरी में कितने दिन लगते हैं?",
                    "दो से चार दिन; बड़े शहरों में एक्सप्रेस से एक दिन।"),
            entry("Delivery > Parcels", "पार्सल कहाँ है?", "ई-मेल में दिए नंबर से उसे ट्रैक करें।"),
            entry(
                    "Delivery > Parcels",
                    "டெலிவரிக்கு எத்தனை நாட்கள் ஆகும்?",
                    "இரண்டு முதல் நான்கு நாட்கள்; பெரிய நகரங்களில் ஒரு நாள்."),
            entry(
                    "Delivery > Parcels",
                    "பார்சல் எங்கே இருக்கிறது?",
                    "மின்னஞ்சலில் உள்ள எண்ணைக் கொண்டு அதைப் பின்தொடருங்கள்."),
            entry("Account", "I forgot my password", "Press *Forgot password* and follow the link in the e-mail."),
            entry(
                    "Account",
                    "How do I delete my account?",
                    "Write to us from the address of the account. Invoices are kept as the law demands."),
            entry("Account", "पासवर्ड भूल गए?", "*पासवर्ड भूल गए* दबाएँ और ई-मेल का लिंक खोलें।"),
            entry("Account", "கடவுச்சொல் மறந்துவிட்டதா?", "மின்னஞ்சலில் வரும் இணைப்பைத் திறந்து புதியதை அமைக்கவும்."));

    private SampleFaq() {}

    private record Entry(String path, String title, String detail) {}

    private static Entry entry(String path, String title, String detail) {
        return new Entry(path, title, detail);
    }

    /** The entries, created at one time. */
    static List<FaqChange> entries(Instant createdAt) {
        return ENTRIES.stream()
                .map(entry -> new FaqChange(
                        "",
                        List.of(entry.path.split(" > ", -1)),
                        entry.title,
                        entry.detail,
                        EmployeeName.NOBODY,
                        createdAt))
                .toList();
    }
}
