package dev.daybook.client.check.json;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The profile of a server, as {@code daybook check} writes it and {@code daybook pull} reads it; its schema is {@code
 * docs/server-profile.schema.json}. It names neither the server nor the account, and holds no value of a record.
 *
 * @param format always {@link #FORMAT}
 * @param version the version of the schema
 * @param daybook the version of the program that wrote it
 * @param checked the day on which the server was checked
 * @param requests the number of requests of the check
 * @param answers every question with its answer
 * @param fields the fields of the records that were seen, by the kind of record or by the name of a list in it
 * @param pull the server's behaviour in pulls, as words, by the kind of record
 */
@JsonPropertyOrder({"format", "version", "daybook", "checked", "requests", "answers", "fields", "pull"})
public record ProfileJson(
        String format,
        int version,
        String daybook,
        String checked,
        int requests,
        List<AnswerJson> answers,
        Map<String, List<FieldJson>> fields,
        Map<String, Map<String, String>> pull) {
    /** The name of the format. */
    public static final String FORMAT = "daybook-server-profile";

    /**
     * The version of the schema that is written. It rises if a reader of the previous version would misunderstand the
     * file.
     */
    public static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public ProfileJson {
        answers = List.copyOf(answers);
    }

    /**
     * A question and its answer.
     *
     * @param id the name of the question
     * @param question what is asked
     * @param verdict conforms, differs or not-established
     * @param noticed whether an integration would notice the difference
     * @param server what the server does, or why that is not known
     * @param reference what the vendor's reference says
     * @param daybook what Daybook does
     */
    public record AnswerJson(
            String id,
            String question,
            String verdict,
            boolean noticed,
            String server,
            String reference,
            String daybook) {}

    /**
     * A field of the records of a kind.
     *
     * @param name its key
     * @param documented whether the vendor's reference or Daybook documents it
     * @param there how often the records have the field: always, sometimes or never
     * @param kinds the kinds of its values
     * @param formats the formats of its times
     */
    public record FieldJson(String name, boolean documented, String there, List<String> kinds, List<String> formats) {
        public FieldJson {
            kinds = List.copyOf(kinds);
            formats = List.copyOf(formats);
        }
    }

    /** The profile as the bytes of its file. */
    public byte[] write() {
        return MAPPER.writeValueAsBytes(this);
    }

    /**
     * Whether the check found that a window does not include its end date. False if the profile has {@code unknown} for
     * this kind, or nothing. A pull uses nothing else of a profile.
     *
     * @param kind the plural name of the kind of record
     * @throws IllegalArgumentException if the file is no profile, or one of another version, or if its
     *     {@code windowEnd} has a value that a check does not write
     */
    public static boolean endIsExclusive(byte[] file, String kind) {
        try {
            var root = MAPPER.readTree(file);
            if (!root.path("format").asString("").equals(FORMAT)) {
                throw new IllegalArgumentException("it is not a profile that 'daybook check' wrote");
            }
            if (root.path("version").asInt(0) != VERSION) {
                throw new IllegalArgumentException("it is a profile of version "
                        + root.path("version").asInt(0) + "; this program reads version " + VERSION);
            }
            var end = root.path("pull").path(kind).path("windowEnd");
            return switch (end.isMissingNode() ? "unknown" : end.asString("")) {
                case "exclusive" -> true;
                case "inclusive", "unknown" -> false;
                default ->
                    throw new IllegalArgumentException("the profile's windowEnd has a value that it cannot have");
            };
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("it is not valid JSON: " + malformed.getOriginalMessage());
        }
    }
}
