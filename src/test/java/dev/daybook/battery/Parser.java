package dev.daybook.battery;

import dev.daybook.cli.ConfigurationFuzz;
import dev.daybook.client.answer.time.VendorTime;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Token;
import dev.daybook.imports.file.CsvFuzz;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.customer.PullCustomers;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.order.SaveOrder;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowTime;
import dev.daybook.wire.ticket.AddTicket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The parsers of text from outside. A parser reads an input or refuses it with a documented exception; everything else
 * is a crash.
 */
enum Parser {
    /** Bodies of requests, through the operations with the largest requests. */
    JSON {
        @Override
        void read(byte[] input) {
            for (var decoder : List.<Decoder>of(
                    SaveCustomer::decode,
                    body -> SaveOrder.decode(body, KOLKATA),
                    body -> AddTicket.decode(body, KOLKATA),
                    body -> PullCustomers.decode(body, 1, 1_000))) {
                refused(() -> decoder.decode(input));
            }
        }
    },
    /** Times in imports, in the vendor's answers and in bodies. */
    DATES {
        @Override
        void read(byte[] input) {
            var text = text(input);
            RowTime.parse(text, KOLKATA);
            VendorTime.parse(text, KOLKATA);
            var fields = FileRow.ofTexts(Map.of("day", text));
            refused(() -> fields.date("day"));
        }
    },
    /** Cursors of pulls and of changes. */
    CURSOR {
        @Override
        void read(byte[] input) {
            for (var kind : RecordKind.values()) {
                refused(() -> CursorCodec.read(kind, 1, FileRow.ofTexts(Map.of("cursor", text(input))), "cursor"));
                refused(() ->
                        CursorCodec.readChange(kind, 1, FileRow.ofTexts(Map.of("cursor", text(input))), "cursor"));
            }
        }
    },
    /** The token of a Basic header. */
    TOKEN {
        @Override
        void read(byte[] input) {
            refused(() -> new Token(text(input).strip()).digest());
        }
    },
    /** Rows of CSV files. */
    CSV {
        @Override
        void read(byte[] input) {
            CsvFuzz.read(text(input));
        }
    },
    /** Settings in the environment, and the URL of the database. */
    CONFIGURATION {
        @Override
        void read(byte[] input) {
            ConfigurationFuzz.read(text(input));
        }
    };

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    /** An operation that parses a body. */
    @FunctionalInterface
    private interface Decoder {
        Object decode(byte[] body);
    }

    /** Parses or refuses an input. */
    abstract void read(byte[] input);

    /**
     * Runs a parser. Accepts a refusal, which is a ProblemException or an IllegalArgumentException, but no other
     * exception.
     */
    private static void refused(Runnable read) {
        try {
            read.run();
        } catch (dev.daybook.domain.ProblemException | IllegalArgumentException refusal) {
            // Refusing is documented behaviour.
        }
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
