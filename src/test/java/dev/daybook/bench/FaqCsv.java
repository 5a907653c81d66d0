package dev.daybook.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a sample FAQ as CSV: {@code FaqCsv FILE COUNT}. The same COUNT gives the same FAQ. Each entry is in English,
 * Hindi or Tamil, and its detail has 30 to 119 words. Some words are in most entries; most words are in few entries.
 */
public final class FaqCsv {
    private static final List<List<String>> LANGUAGES = List.of(
            List.of(
                    "order",
                    "orders",
                    "refund",
                    "refunded",
                    "parcel",
                    "delivery",
                    "delivered",
                    "payment",
                    "paid",
                    "invoice",
                    "address",
                    "cancel",
                    "cancelled",
                    "return",
                    "card",
                    "courier",
                    "account",
                    "the",
                    "a",
                    "your",
                    "when",
                    "how"),
            List.of(
                    "ऑर्डर", "ऑर्डरों", "रिफ़ंड", "भुगतान", "पार्सल", "पता", "खाता", "कैसे", "करें", "में", "हिन्दी",
                    "वापसी"),
            List.of(
                    "ஆர்டர்", "ஆர்டரை", "பணம்", "பணத்தை", "பார்சல்", "முகவரி", "கணக்கு", "எப்படி", "திரும்ப",
                    "நாட்கள்"));

    private FaqCsv() {}

    /** Writes the file. */
    public static void main(String[] arguments) {
        var count = Integer.parseInt(arguments[1]);
        var random = new Random(count);
        try (var out = Files.newBufferedWriter(Path.of(arguments[0]))) {
            out.write("code,category,title,detail\n");
            for (var number = 0; number < count; number++) {
                var language = LANGUAGES.get(number % 5 == 0 ? 1 : number % 5 == 1 ? 2 : 0);
                out.write("F" + number + ",Area " + number % 7 + " > Part " + number % 41 + ","
                        + words(language, random, 4 + random.nextInt(6)) + ","
                        + words(language, random, 30 + random.nextInt(90)) + "\n");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String words(List<String> language, Random random, int count) {
        return random.ints(count, 0, 100)
                .mapToObj(kind -> kind < 12
                        ? language.get(random.nextInt(language.size()))
                        : kind < 40 ? "topic" + random.nextInt(400) : "item" + random.nextInt(20_000))
                .collect(Collectors.joining(" "));
    }
}
