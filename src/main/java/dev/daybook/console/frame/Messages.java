package dev.daybook.console.frame;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.request.JarFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The texts of the pages in one language, from a message file. Each language has the same keys. */
public final class Messages {
    /** The tags of the supported languages. */
    public static final List<String> LANGUAGES = List.of("en", "hi");

    private static final Messages IN_ENGLISH = new Messages("en");
    private static final Map<String, Messages> ALL =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(tag -> tag, Messages::new));

    private final String tag;
    private final Properties texts;

    private Messages(String tag) {
        this.tag = tag;
        this.texts = JarFiles.properties("/console/messages_" + tag + ".properties");
    }

    /** The texts in a language; in English if it is none of the {@link #LANGUAGES}. */
    public static Messages in(String language) {
        return ALL.getOrDefault(language, IN_ENGLISH);
    }

    /** The supported language that a header {@code Accept-Language} wants most; English if it wants none of them. */
    static String preferred(String header) {
        try {
            var found = Locale.lookupTag(Locale.LanguageRange.parse(header), LANGUAGES);
            return Optional.ofNullable(found).orElse("en");
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            // Java 17 throws the IndexOutOfBoundsException for a language range that has only hyphens.
            return "en";
        }
    }

    /** The tag of the language, as in HTML's {@code lang}. */
    public String tag() {
        return tag;
    }

    /** Whether there is a text with this key. */
    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /** The message of a refusal: the text of its reason, or its detail if it has no reason. */
    public String text(ProblemException refused) {
        return refused.reason()
                .map(reason -> text("reason." + reason, refused.values().toArray()))
                .orElseGet(refused::detail);
    }

    /** A text with {@code {0}}, {@code {1}} and so on replaced by values; the key itself if it has no text. */
    public String text(String key, Object... values) {
        var text = texts.getProperty(key, key);
        for (var index = 0; index < values.length; index++) {
            text = text.replace("{" + index + "}", String.valueOf(values[index]));
        }
        return text;
    }

    /** The locale for dates and numbers. */
    public Locale locale() {
        return tag.equals("hi") ? Locale.forLanguageTag("hi-IN") : Locale.ENGLISH;
    }
}
