package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.faq.FaqStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The FAQ is imported completely or not at all, from files and folders, on both databases; known entries are updated.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ImportFaqTest {
    private static final String HEADER = "code,category,title,detail\n";
    private static final long CM_ID = StoredCustomers.CM_ID;

    @TempDir
    Path folder;

    private final TestDatabase database;
    private String url = "";

    @SuppressWarnings("NullAway.Init")
    private Stores stores;

    private String err = "";

    ImportFaqTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void account() {
        url = database.newUrl();
        StoredCustomers.addAccount(url);
        stores = Stores.open(DatabaseUrl.parse(url));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void keepsTheOrderOfTheEntriesOfACsvFile() throws IOException {
        var file = write("faq.csv", """
                \uFEFFcategory,title,detail,created_at,author
                Orders > Refunds,Second,"**Markdown**, with a
                line",2024-05-02 10:45:42,Meera
                Orders,First,"<b>""x""</b>",,
                Delivery,रिफ़ंड,पैसे,,
                 Orders  >Refunds, Third ,3,,
                """);

        assertEquals(0, run(file));

        has(err, "4 added, 0 updated, 0 refused in");
        assertEquals(
                List.of("Orders > Refunds: Second, Third", "Orders: First", "Delivery: रिफ़ंड").stream()
                        .sorted()
                        .toList(),
                shown().stream().sorted().toList());
        assertEquals(List.of("Orders", "Refunds", "Delivery"), categories());
        var second = find("markdown");
        assertEquals("**Markdown**, with a\nline", second.detail());
        assertEquals(Instant.parse("2024-05-02T14:45:42Z"), second.createdAt());
        assertEquals("<b>\"x\"</b>", find("first").detail());
    }

    /** A Mac writes an accent as a character of its own, other systems write one character for letter and accent. */
    @Test
    void theUnicodeFormOfALetterMakesNoOtherEntry() throws IOException {
        var rows = HEADER + "é,Café > Été,Réglé?,1\n,Café,Où?,1\nघड़ी,घड़ी,घड़ी,1\n";
        var decomposed = Normalizer.normalize(rows, Normalizer.Form.NFD);
        var composed = Normalizer.normalize(rows, Normalizer.Form.NFC);
        assertNotEquals(decomposed, composed);
        assertEquals(0, run(write("decomposed.csv", decomposed)));
        var entries = shown();
        assertEquals(
                List.of("Café > Été: Réglé?", "Café: Où?", "घड़ी: घड़ी"),
                entries.stream().sorted().toList());
        for (var same : List.of(composed, decomposed, composed.replace("ड\u093c", "\u095c"))) {
            assertEquals(0, run(write("same.csv", same), "--replace"));
            has(err, "0 added, 3 updated, 0 refused");
            assertEquals(entries, shown());
        }
        // As an earlier build stored them.
        change("UPDATE faq_category SET name = '" + Normalizer.normalize("Café", Normalizer.Form.NFD)
                + "' WHERE name = 'Café'");
        change("UPDATE faq_entry SET code = '" + Normalizer.normalize("é", Normalizer.Form.NFD)
                + "', title = 'Other' WHERE code = 'é'");
        change("UPDATE faq_entry SET title = '" + Normalizer.normalize("Où?", Normalizer.Form.NFD)
                + "' WHERE title = 'Où?'");
        assertEquals(0, run(write("composed.csv", composed), "--replace"));
        has(err, "0 added, 3 updated, 0 refused");
        assertEquals(3, categories().size());
        var twice = composed + decomposed.replace(HEADER, "");
        assertEquals(0, run(write("twice.csv", twice), "--duplicates", "last"));
        has(err, "0 added, 6 updated, 0 refused");
        assertEquals(1, run(write("twice.csv", twice)));
        has(err, "line 5: code, or title and category: the same as in line 2");
        // This letter has three characters in the composed form.
        assertEquals(1, run(write("long.csv", HEADER + ",Café," + "\uFB2C".repeat(700) + ",1\n")));
        has(err, "title: expected at most 2000 characters");
    }

    /** Otherwise all such entries would have one code, and each import would overwrite the entry of the one before. */
    @Test
    void aWordForAMissingCodeIsNoCode() throws IOException {
        for (var word : List.of("N/A", "0", "undefined")) {
            assertEquals(0, run(write("one.csv", HEADER + word + ",Orders,Before " + word + ",x\n")));
            assertEquals(0, run(write("two.csv", HEADER + word + ",Orders,After " + word + ",x\n")));
            has(err, "1 added, 0 updated");
        }
        assertEquals(0, run(write("both.csv", HEADER + "-,Orders,Before 0,x\n-,Orders,After 0,y\n")));
        has(err, "0 added, 2 updated");
        assertEquals(List.of(""), StoredValues.texts(stores.database(), "SELECT DISTINCT code FROM faq_entry"));
    }

    /** An empty author in the file, or a word for a missing one, keeps the stored author. */
    @Test
    void keepsTheAuthorOfAnEntryUnlessAnotherIsGiven() throws IOException {
        var header = "code,category,title,detail,author\n";
        run(write("one.csv", header + "a,Orders,One,1,Meera\nb,Orders,Two,2,Meera\nc,Orders,Three,3,\n"));

        assertEquals(0, run(write("two.csv", header + "a,Orders,One,1,\nb,Orders,Two,2,Ravi\nc,Orders,Three,3,\n")));
        assertEquals(List.of("a Meera", "b Ravi", "c "), authors());
        assertEquals(0, run(write("none.csv", header + "a,Orders,One,1,N/A\nc,Orders,Three,3,-\n")));
        assertEquals(List.of("a Meera", "b Ravi", "c "), authors());
        assertEquals(0, run(write("three.csv", HEADER + "a,Orders,One,1\nb,Orders,Two,2\n"), "--replace"));
        assertEquals(List.of("a Meera", "b Ravi"), authors());
    }

    @Test
    void anAuthorIsAnEmailOrAName() throws IOException {
        run(write("one.csv", "code,category,title,detail,author\na,Orders,One,1,Care@shop.example\n"));
        run(write("two.csv", "code,category,title,detail,author\nb,Orders,Two,2,care@shop.example\n"));
        run(write("three.csv", "code,category,title,detail,author\nc,Orders,Three,3,Nil\nd,Orders,Four,4,NIL\n"));

        assertEquals(
                List.of("|Care@shop.example", "Nil|"),
                StoredValues.texts(stores.database(), "SELECT name || '|' || email FROM employee ORDER BY name"));
    }

    /** The codes of the entries with their authors. */
    private List<String> authors() {
        return StoredValues.texts(stores.database(), """
                SELECT f.code || ' ' || coalesce(e.name, '') FROM faq_entry f
                LEFT JOIN employee e ON e.cm_id = f.cm_id AND e.id = f.author_id ORDER BY f.code""");
    }

    @Test
    void matchesExistingEntriesByCodeOrByTitle() throws IOException {
        run(write("one.csv", HEADER + "a,Orders,By code,1\n,Orders,By title,2\n,Orders,Other,3\n"));
        var code = find("code");
        var title = find("title");

        assertEquals(0, run(write("two.csv", HEADER + """
                a,Delivery > Abroad,New name,one
                ,Orders,By title,two
                b,Orders,Other,three
                ,Orders,New,four
                """)));

        has(err, "1 added, 3 updated, 0 refused");
        assertEquals(
                List.of("Delivery > Abroad: New name", "Orders: By title, Other, New"),
                shown().stream().sorted().toList());
        assertEquals(code.id(), find("name").id());
        assertEquals(title.id(), find("title").id());
        assertEquals(code.createdAt(), find("name").createdAt());
        assertEquals(0, run(write("three.csv", HEADER + "b,Orders,Other with a code,3\n")));
        has(err, "0 added, 1 updated");
        assertTrue(found("by").contains("By title"));
        assertEquals(List.of(), found("1"));
    }

    @Test
    void loadsRepeatedEntriesOnce() throws IOException {
        assertEquals(0, run(write("twice.csv", HEADER + """
                a,Orders,First,1
                a,Orders,Second,2
                ,Orders,First,3
                ,Orders,Second,4
                """), "--duplicates", "last"));

        has(err, "2 added, 2 updated");
        assertEquals(List.of("Orders: Second, First"), shown());
        assertEquals("4", find("second").detail());
        assertEquals(List.of(), found("1"));
    }

    /**
     * Two rows with the same title and category are for one entry if only one of them has a code. The second row is
     * refused.
     */
    @Test
    void refusesTwoRowsForTheSameEntry() throws IOException {
        for (var rows : List.of("a,Orders,First,1\n,Orders, First ,2\n", ",Orders,First,1\na,Orders,First,2\n")) {
            assertEquals(1, run(write("twice.csv", HEADER + rows)));
            has(err, "line 3: code, or title and category: the same as in line 2; with --duplicates last");
            assertEquals(List.of(), shown());
        }
        assertEquals(0, run(write("skipped.csv", HEADER + "a,Orders,First,1\n,Orders,First,2\n"), "--skip-bad"));
        has(err, "1 added, 0 updated, 1 refused");
        assertEquals("1", find("first").detail());
        // If each row has a code, they are two entries.
        assertEquals(0, run(write("two.csv", HEADER + "a,Orders,First,1\nb,Orders,First,2\n")));
        has(err, "1 added, 1 updated, 0 refused");
    }

    /**
     * The first import stores two rows, one of them without a code, as one entry with the code. A repeated import finds
     * this entry for both rows.
     */
    @Test
    void aRepeatedImportUpdatesTheEntryOfTwoRows() throws IOException {
        var file = write("twice.csv", HEADER + ",Orders,First,1\na,Orders,First,2\n");
        run(file, "--duplicates", "last");
        var first = find("first");

        assertEquals(0, run(file, "--duplicates", "last"));

        has(err, "0 added, 2 updated, 0 refused");
        assertEquals(List.of("Orders: First"), shown());
        assertEquals(first.id(), find("first").id());
        assertEquals("2", find("first").detail());
    }

    /**
     * An entry belongs to the row with its code, even if a row without a code has the entry's former title. The row
     * without a code adds another entry.
     */
    @Test
    void aRowDoesNotTakeTheEntryOfAnotherRow() throws IOException {
        run(write("one.csv", HEADER + "a,Orders,Old,1\n"));
        var before = find("old");

        assertEquals(0, run(write("two.csv", HEADER + ",Orders,Old,2\na,Orders,New,3\n")));

        has(err, "1 added, 1 updated, 0 refused");
        assertEquals("2", find("old").detail());
        assertEquals(before.id(), find("new").id());

        assertEquals(0, run(write("three.csv", HEADER + ",Orders,New,4\na,Delivery,New,5\n")));

        has(err, "1 added, 1 updated, 0 refused");
        assertEquals(List.of("Orders: Old, New", "Delivery: New"), shown());
    }

    @Test
    void replaces() throws IOException {
        run(write("one.csv", HEADER + "a,Old > Deeper,Goes,x\nb,Orders,Stays,x\nc,Orders,Too,x\n"));
        var stays = find("stays");

        assertEquals(
                0,
                run(
                        write("two.csv", HEADER + "d,New > Orders,Comes,x\nc,Orders,Too,x\nb,Orders,Stays,x\n"),
                        "--replace"));

        has(err, "1 added, 2 updated, 1 deleted, 0 refused");
        assertEquals(List.of("New > Orders: Comes", "Orders: Too, Stays"), shown());
        assertEquals(List.of("New", "Orders", "Orders"), categories());
        assertEquals(stays.id(), find("stays").id());
        assertEquals(List.of(), found("goes"));
        assertEquals(1, run(write("none.csv", HEADER), "--replace"));
        has(err, "there is no row in it; nothing was imported");
        assertEquals(1, run(write("bad.csv", HEADER + "e,Orders,Good,x\n,,bad,\n"), "--replace"));
        assertEquals(2, run(write("bad.csv", HEADER + "e,Orders,Good,x\n"), "--replace", "--skip-bad"));
        has(err, "--replace with --skip-bad");
        assertEquals(0, run(write("dry.csv", HEADER + "e,Orders,Good,x\n"), "--replace", "--dry-run"));
        has(err, "would be deleted: Comes", "would be deleted: Too", "would be deleted: Stays");
        has(err, "1 would be added, 0 updated, 3 deleted, 0 refused; nothing was imported (dry run)");
        var json = Outcome.ofImport(url, CM_ID, "faq", folder.resolve("dry.csv"), "--replace", "--dry-run", "--json");
        has(json.out(), "\"deleted\":3,\"firstDeleted\":[\"Comes\",\"Too\",\"Stays\"]");
        assertEquals(List.of("New > Orders: Comes", "Orders: Too, Stays"), shown());
    }

    @Test
    void refusesInvalidRows() throws IOException {
        var file = write("bad.csv", HEADER + """
                ,Orders,Good,x
                ,,No category,secret
                ,Orders > > Deep,Empty name,x
                ,Orders,,x
                ,Orders,No detail,
                ,Orders,Long,%s
                ,Orders,Short
                """.formatted("x".repeat(25_001)));

        assertEquals(1, run(file));

        has(err, "line 3: category: expected a text, found nothing", "nothing was imported");
        has(err, "line 4: category: expected names of 1 to 500 characters with > between them");
        has(err, "line 5: title: expected", "line 6: detail: expected", "line 7: detail: expected at most 25000");
        has(err, "line 8: expected 4 values");
        assertFalse(err.contains("secret"));
        assertEquals(List.of(), shown());
        assertEquals(0, run(file, "--skip-bad"));
        has(err, "1 added, 0 updated, 6 refused", "6 refused rows are in");
        assertEquals(
                "\uFEFFdaybook:line,daybook:reason,code,category,title,detail",
                first(folder.resolve("bad.csv.refused.csv")));
        assertEquals(2, run(write("unknown.csv", "category,title,answer\nOrders,a,b\n")));
        has(err, "unknown column 'answer'");
        assertFalse(err.contains("--keep-unknown"), err);
        assertEquals(0, run(write("mapped.csv", "category,title,answer\nOrders,a,b\n"), "--map", "answer=detail"));
    }

    /**
     * {@code --keep-unknown} is refused: an entry has no associate fields, so the values of unknown columns would be
     * lost.
     */
    @Test
    void refusesKeepUnknownForTheFaq() throws IOException {
        var file = write("views.csv", "category,title,detail,views\nOrders,When?,Soon.,12\n");
        assertEquals(2, run(file, "--keep-unknown"));
        has(err, "--keep-unknown");
        assertEquals(List.of(), shown());
    }

    @Test
    void importsFaqEntriesFromNdjson() throws IOException {
        assertEquals(0, run(write("faq.ndjson", """
                {"category": "Orders", "title": "One", "detail": "பணம் 😀", "code": 7}
                {"category": "Orders", "title": 2, "detail": "two\\nlines"}
                """)));

        assertEquals(List.of("Orders: One, 2"), shown());
        assertEquals("பணம் 😀", find("பணம்").detail());
    }

    @Test
    void importsAFolderOfMarkdownFiles() throws IOException {
        write(
                "help/Orders/Refunds/how.md",
                "\uFEFF\n# How do I get a refund? #\n\nSend it *back*.\n\n## Then\n\nWait.\n");
        write("help/Orders/b.markdown", "Before\n```\n# no heading\n```\n### The heading\nAfter\n");
        write("help/Orders/a plain name.md", "Only text\n");
        write("help/Delivery/x.md", "# Where?\nThere");
        write("help/Delivery/picture.png", "no");
        write("help/.git/config.md", "# no\nno");

        assertEquals(0, run(folder.resolve("help")));

        has(err, "4 added, 0 updated, 0 refused");
        assertEquals(
                List.of(
                        "Delivery: Where?",
                        "Orders > Refunds: How do I get a refund?",
                        "Orders: a plain name, The heading"),
                shown().stream().sorted().toList());
        assertEquals("Send it *back*.\n\n## Then\n\nWait.", find("how").detail());
        assertEquals("Before\n```\n# no heading\n```\nAfter", find("heading").detail());
        assertEquals("Only text", find("plain").detail());
        var how = find("how");
        write("help/Orders/Refunds/how.md", "# Refunds\n\nNew");
        assertEquals(0, run(folder.resolve("help"), "--replace"));
        has(err, "0 added, 4 updated");
        assertEquals(how.id(), find("new").id());
    }

    /** A code block whose first line loses its indentation would become a paragraph. */
    @Test
    void keepsTheIndentationOfTheFirstLineOfAnAnswer() throws IOException {
        write("help/Dev/install.md", "# How do I install it?\n \n\n    npm install x\n    npm start\n\n");
        write("help/Dev/remove.md", "---\ntitle: How do I remove it?\n---\n\n\tnpm uninstall x\n");

        assertEquals(0, run(folder.resolve("help")));

        assertEquals("    npm install x\n    npm start", find("install").detail());
        assertEquals("\tnpm uninstall x", find("uninstall").detail());
    }

    @Tag("jdk")
    @Test
    void readsFrontMatterAndEveryKindOfHeading() throws IOException {
        write("help/Orders/matter.md", """
                ---
                title: "How do I pay?"
                category: Payment > Ways
                author: Meera
                created_at: 2024-05-02 10:45:42
                tags: [card, cash]
                layout: page
                ---
                ## By card

                Choose a card.
                """);
        write("help/Orders/underlined.md", "Before\r\n\r\nA title\r\n=======\r\n\r\nAfter\r\n");
        write(
                "help/Orders/quoted.md",
                "> # Quoted\n\n* # Listed\n\n#\n\n~~~\n# Code\n~~~~\n\n    # Indented\n\n ## Real `#`\nx");
        write("help/top.md", "---\ncategory: Top\n---\n# On top\nx");
        write("help/Orders/rule.md", "# Rule\n\n---\ntitle: no\n---\n");

        assertEquals(0, run(folder.resolve("help")), err);

        assertEquals(
                List.of("Orders: Real #, Rule, A title", "Payment > Ways: How do I pay?", "Top: On top"),
                shown().stream().sorted().toList());
        assertEquals("## By card\n\nChoose a card.", find("pay").detail());
        assertEquals(Instant.parse("2024-05-02T14:45:42Z"), find("pay").createdAt());
        assertEquals("Before\r\n\r\n\r\nAfter", find("before").detail());
        assertTrue(
                find("real").detail().startsWith("> # Quoted\n\n* # Listed"),
                find("real").detail());
        assertEquals("---\ntitle: no\n---", find("rule").detail());
    }

    @Test
    void aTitleIsTheTextOfAHeadingWithoutItsMarkup() throws IOException {
        var headings = List.of(
                "# **How** to [pay](x) ![now](y.png)",
                "# Q&amp;A \\* `a*b*` <name> #",
                "Two  \n*lines* #1 #\n===",
                "# 1. [First][1] snake_case_name",
                "# [x]: y",
                "# ![](only.png)",
                "# " + "*a **a ".repeat(600) + "a** a*".repeat(600));
        for (var number = 0; number < headings.size(); number++) {
            write("help/Orders/%d.md".formatted(number), headings.get(number) + "\n\nAn *answer*");
        }
        write("help/Orders/matter.md", "---\ntitle: As *is*\n---\nAn *answer*");

        assertEquals(1, run(folder.resolve("help")), err);
        has(err, "6.md: title: expected at most 2000 characters");
        Files.delete(folder.resolve("help/Orders/6.md"));
        assertEquals(0, run(folder.resolve("help")), err);

        assertEquals(
                List.of("Orders: How to pay now, Q&A * a*b* <name>, Two lines #1 #, 1. [First][1] snake_case_name,"
                        + " [x]: y, ![](only.png), As *is*"),
                shown());
        assertEquals("An *answer*", find("pay").detail());
    }

    /** Nested keys are no fields of the entry, and the values of other keys may be anything. */
    @Test
    void readsOnlyTheFieldsOfTheFrontMatter() throws IOException {
        write("help/Orders/nested.md", """
                ---
                title: Refunds: how long? # draft
                seo:
                  title: Pay online
                  tags:
                  - "
                description: "
                summary: >-
                  title: folded

                  category: folded
                author: null # nobody
                ---
                nested
                """);
        write("help/Orders/quoted.md", "---\n'title': \"A \\\"quoted\\\" \\\\ one\"  # draft\n---\nquoted");
        write("help/Orders/single.md", "\n---\n  # all is indented\n  title : 'It''s #1' \n  tags: [a]\n...\nsingle");
        write(
                "help/Orders/long.md",
                "---\r\ntitle:\r\n\r\nother: '" + "''".repeat(50_000) + "\r\n---\r\n# CRLF #\r\nlong");

        assertEquals(0, run(folder.resolve("help")), err);

        assertEquals(List.of("Orders: CRLF, Refunds: how long?, A \"quoted\" \\ one, It's #1"), shown());
        assertEquals("nested", find("refunds").detail());
        assertEquals("long", find("crlf").detail());
        assertEquals(
                List.of("Orders/long.md ", "Orders/nested.md ", "Orders/quoted.md ", "Orders/single.md "), authors());
    }

    /**
     * A field of the entry must be one line of the front matter. Otherwise the file is refused: reading only a part of
     * the value would give a wrong title or category without an error.
     */
    @Test
    void refusesFieldsOfSeveralLinesInTheFrontMatter() throws IOException {
        var matters = List.of(
                "title: >-\n  How do I\n  pay?",
                "title: |\n  Refunds: how long?",
                "title: How do I\n  pay?",
                "title: How do I\n\n# draft\n  pay?",
                "title: How do I\npay?",
                "title:\n  How do I",
                "title: \"How do I\n  pay?\"",
                "title: \"\\u0041\"",
                "title: \"",
                "title: '" + "''".repeat(50_000),
                "title: 'Pay' twice",
                "title: One\ntitle: Two",
                "category: [Orders]",
                "category: {a: b}",
                "category:\n- Orders",
                "category:\n  - Orders",
                "author: *meera",
                "created_at: 2024-05-02\n  10:45:42");
        for (var number = 0; number < matters.size(); number++) {
            write("help/Orders/%02d.md".formatted(number), "---\n" + matters.get(number) + "\n---\n# Heading\nx");
        }
        write("help/Orders/open.md", "---\ntitle: Open\n\nx");
        write("help/Orders/rule.md", "---\nSome text.\n\n---\nMore");
        write("help/Orders/uneven.md", "---\n title: Uneven\ncategory: Orders\n---\nx");
        write("help/Orders/z.md", "# Good\nx");

        assertEquals(0, run(folder.resolve("help"), "--skip-bad"), err);

        assertEquals(List.of("Orders: Good"), shown());
        var refused = Files.readString(folder.resolve("help.refused.csv"));
        for (var number = 0; number < matters.size(); number++) {
            var field = matters.get(number).substring(0, matters.get(number).indexOf(':'));
            var line = "Orders/%02d.md,\"%s: expected one line in the front matter".formatted(number, field);
            assertTrue(refused.contains(line), () -> line + " in\n" + refused);
        }
        assertTrue(refused.contains("Orders/open.md,expected a line --- at the end of its front matter"), refused);
        for (var file : List.of("rule", "uneven")) {
            assertTrue(
                    refused.contains("Orders/" + file + ".md,\"expected lines such as 'title: How do I pay?'"),
                    refused);
        }
    }

    /** A CR alone ends a line, too, because old programs write such files. */
    @Test
    void readsLinesThatEndWithACarriageReturn() throws IOException {
        write("help/Orders/old.md", "# Old\rFirst line\rsecond line\r");
        write("help/Orders/matter.md", "---\rtitle: Matter\r---\rIts text\r");
        write("help/Orders/mixed.md", "Before\r# Mixed\rafter\r\nlast");
        write("help/Orders/under.md", "Intro\r\rUnderlined\r===\rbelow");

        assertEquals(0, run(folder.resolve("help")), err);

        assertEquals(List.of("Orders: Matter, Mixed, Old, Underlined"), shown());
        assertEquals("First line\nsecond line", find("old").detail());
        assertEquals("Its text", find("matter").detail());
        assertEquals("Before\nafter\r\nlast", find("mixed").detail());
        assertEquals("Intro\n\nbelow", find("underlined").detail());
    }

    @Test
    void refusesInvalidFilesOfAFolder() throws IOException {
        write("help/Orders/good.md", "# Good\nx");
        write("help/README.md", "# Top\nx");
        write("help/Orders/empty.md", "# Empty\n");
        Files.write(folder.resolve("help/Orders/latin.md"), "# J\u00e9\nx".getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(1, run(folder.resolve("help")));

        has(err, "file README.md: expected a folder around it", "file Orders/empty.md: detail: expected a text");
        has(err, "file Orders/latin.md: it is not UTF-8");
        assertEquals(List.of(), shown());
        assertEquals(0, run(folder.resolve("help"), "--skip-bad"));
        assertEquals("\uFEFFdaybook:file,daybook:reason", first(folder.resolve("help.refused.csv")));
        assertEquals(List.of("Orders: Good"), shown());
        assertEquals(
                1, Main.run(Map.of(), "import", "customers", folder.toString(), "--cm-id", "7", "--database-url", url));
    }

    /** The person who named an encoding must not read that the file is not UTF-8. */
    @Test
    void refusesOptionsOfOtherFilesForAFolder() throws IOException {
        write("help/Orders/good.md", "# Good\nx");
        var map = Files.writeString(folder.resolve("map"), "Q=title\n").toString();
        for (var option : List.of("--map=A=title", "--map-file=" + map, "--charset=windows-1252", "--separator=;")) {
            assertEquals(2, run(folder.resolve("help"), option), err);
            has(err, option.substring(0, option.indexOf('=')) + ": a folder", "leave it out");
        }
        assertEquals(List.of(), shown());
        // A variable may be for other files.
        var variables = Map.of("DAYBOOK_CHARSET", "windows-1252", "DAYBOOK_SEPARATOR", ";", "DAYBOOK_MAP_FILE", map);
        var arguments = new String[] {
            "import", "faq", folder.resolve("help").toString(), "--cm-id", Long.toString(CM_ID), "--database-url", url
        };
        Outcome.of(variables, arguments).expect(0);
        assertEquals(List.of("Orders: Good"), shown());
    }

    /** The path is the code, which nothing in a file can replace. So the message says what to shorten. */
    @Test
    void refusesAPathThatIsTooLongForACode() throws IOException {
        write("help/Orders/good.md", "# Good\nx");
        var longest = "Orders/" + "x".repeat(120) + "/" + "y".repeat(124) + ".md";
        write("help/" + longest, "# Longest\nx");
        var tooLong = "Orders/" + "x".repeat(120) + "/" + "y".repeat(125) + ".md";
        write("help/" + tooLong, "# Too long\nx");

        assertEquals(1, run(folder.resolve("help")));

        has(err, "file " + tooLong + ": its path has 256 characters, expected at most 255; shorten the names");
        assertFalse(err.contains("code:"), err);
        assertEquals(0, run(folder.resolve("help"), "--skip-bad"));
        has(err, "2 added, 0 updated, 1 refused");
    }

    /** The form decides neither the order of the files, nor whether a path is too long for a code. */
    @Test
    void theUnicodeFormOfAPathDoesNotMatter() throws IOException {
        var name = "é".repeat(80);
        var path = "Été/" + name + "/" + name + ".md";
        write("mac/" + Normalizer.normalize(path, Normalizer.Form.NFD), "x");
        write("mac/Z/b.md", "# Two\nx");
        write("help/" + path, "x");
        write("help/Z/b.md", "# Two\nx");
        var entries = List.of("Z: Two", "Été > " + name + ": " + name);

        assertEquals(0, run(folder.resolve("mac")), err);
        assertEquals(entries, shown());
        assertEquals(0, run(folder.resolve("help"), "--replace"), err);
        has(err, "0 added, 2 updated, 0 refused");
        assertEquals(entries, shown());
    }

    @Tag("jdk")
    @Test
    void refusesSymbolicLinksInAFolder() throws IOException {
        write("outside/secret.md", "# Secret\nx");
        write("help/Orders/good.md", "# Good\nx");
        Files.createSymbolicLink(folder.resolve("help/Orders/link.md"), folder.resolve("outside/secret.md"));
        Files.createSymbolicLink(folder.resolve("help/Linked"), folder.resolve("outside"));

        assertEquals(1, run(folder.resolve("help")));
        has(err, "file Linked: it is a symbolic link", "file Orders/link.md: it is a symbolic link");
        assertEquals(List.of(), shown());
        assertEquals(0, run(folder.resolve("help"), "--skip-bad"));
        assertEquals(List.of("Orders: Good"), shown());

        // The named folder itself may be a link.
        Files.createSymbolicLink(folder.resolve("current"), folder.resolve("outside"));
        write("outside/Shipping/when.md", "# When?\nx");
        assertEquals(0, run(folder.resolve("current"), "--skip-bad"));
        assertEquals(List.of("Orders: Good", "Shipping: When?"), shown());
    }

    @Test
    void rerenderIndexesImportedEntriesAgain() throws IOException {
        run(write("faq.csv", HEADER + "a,Orders,First,refund\nb,Orders,Second,refund\n"));
        stores.database().write(transaction -> {
            var handle = transaction.handle();
            handle.execute("UPDATE faq_entry SET terms_format = 0 WHERE code = 'a'");
            return handle.execute("DELETE FROM faq_search");
        });
        assertEquals(List.of(), found("refund"));

        assertEquals(0, Main.run(Map.of(), "rerender", "--database-url", url));
        assertEquals(List.of("First"), found("refund"));
        assertEquals(0, Main.run(Map.of(), "rerender", "--all", "--database-url", url));
        assertEquals(List.of("First", "Second"), found("refund"));
    }

    /** A large FAQ is indexed in parts, so that servers can write in between. Here the second part fails. */
    @Test
    void aRerenderThatFailsKeepsItsPartsAndIsContinued() throws IOException {
        var rows = IntStream.rangeClosed(1, 1_100)
                .mapToObj("c%1$d,Orders,Title %1$d,refund\n"::formatted)
                .collect(Collectors.joining());
        assertEquals(0, run(write("faq.csv", HEADER + rows)));
        change("UPDATE faq_entry SET terms_format = -id");
        change("DELETE FROM faq_search");
        change("CREATE UNIQUE INDEX stop ON faq_entry (terms_format) WHERE code IN ('c900', 'c901')");

        assertNotEquals(0, Main.run(Map.of(), "rerender", "--database-url", url));
        assertEquals(500, found("refund").size());
        change("DROP INDEX stop");
        var continued = Outcome.of("rerender", "--database-url", url).expect(0);
        has(continued.err(), "600 entries of the FAQ indexed");
        assertEquals(1_100, found("refund").size());
    }

    /** Neither many entries nor long ones make a part so large that others wait long for it. */
    @Test
    void aPartOfARerenderHasAMillionCharacters() throws IOException {
        var detail = "refund ".repeat(3_500);
        var rows = IntStream.rangeClosed(1, 60)
                .mapToObj(row -> "c%1$d,Orders,Title %1$d,%2$s\n".formatted(row, detail))
                .collect(Collectors.joining());
        assertEquals(0, run(write("faq.csv", HEADER + rows)));
        change("UPDATE faq_entry SET terms_format = -id");
        change("CREATE UNIQUE INDEX stop ON faq_entry (terms_format) WHERE code IN ('c50', 'c51')");

        assertNotEquals(0, Main.run(Map.of(), "rerender", "--database-url", url));
        change("DROP INDEX stop");
        var continued = Outcome.of("rerender", "--database-url", url).expect(0);
        has(continued.err(), ": 19 entries of the FAQ indexed");
    }

    private void change(String sql) {
        stores.database().run(transaction -> transaction.handle().execute(sql));
    }

    private static String first(Path file) throws IOException {
        return Files.readAllLines(file).get(0);
    }

    private Path write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private int run(Path file, String... more) {
        var outcome = Outcome.ofImport(url, CM_ID, "faq", file, more);
        err = outcome.err();
        return outcome.code();
    }

    private List<String> found(String text) {
        return TestFaq.titles(stores, CM_ID, text, 0);
    }

    /** The only entry that a search finds. */
    private FaqEntry find(String text) {
        var page = TestFaq.search(stores, CM_ID, text, 0, new IndexRange(0, 10));
        assertEquals(1, page.total(), text);
        return page.entries().get(0);
    }

    private List<String> categories() {
        return tree().depthFirst().stream().map(category -> category.name()).toList();
    }

    private CategoryTree tree() {
        return new CategoryTree(stores.database().read(transaction -> FaqStore.categories(transaction, CM_ID)));
    }

    /** The categories that have entries, each with the titles of its entries in their order. */
    private List<String> shown() {
        var tree = tree();
        return tree.depthFirst().stream()
                .flatMap(category -> {
                    var filter = new FaqFilter(category.id(), Optional.empty(), 0);
                    var entries = stores.database()
                            .read(transaction -> FaqStore.contents(
                                    transaction, CM_ID, filter, new IndexRange(0, 100), AnswerRoom.endless()));
                    var parent = tree.parentName(category);
                    var name = (parent.isEmpty() ? "" : parent + " > ") + category.name();
                    return entries.total() == 0
                            ? Stream.<String>empty()
                            : Stream.of(name + ": "
                                    + entries.entries().stream()
                                            .map(FaqEntry::title)
                                            .collect(Collectors.joining(", ")));
                })
                .toList();
    }
}
