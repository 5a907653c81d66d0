package dev.daybook.client.check;

import dev.daybook.client.check.CheckResult.Answered;
import dev.daybook.client.check.json.ProfileJson;
import dev.daybook.client.check.json.ProfileJson.AnswerJson;
import dev.daybook.client.check.json.ProfileJson.FieldJson;
import dev.daybook.client.check.json.Seen.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes the profile file of a check's result. */
public final class Profiles {
    private Profiles() {}

    /**
     * The profile of a server.
     *
     * @param version the version of this program
     * @param today the day of the check
     */
    public static ProfileJson of(CheckResult result, String version, LocalDate today) {
        var fields = new TreeMap<String, List<FieldJson>>();
        result.fields()
                .forEach((of, uses) ->
                        fields.put(of, uses.stream().map(Profiles::field).toList()));
        var pulls = new TreeMap<String, Map<String, String>>();
        result.pulls().forEach((kind, profile) -> pulls.put(kind, profile.words()));
        return new ProfileJson(
                ProfileJson.FORMAT,
                ProfileJson.VERSION,
                version,
                today.toString(),
                result.requests(),
                result.answered().stream().map(Profiles::answer).toList(),
                fields,
                pulls);
    }

    private static AnswerJson answer(Answered one) {
        return new AnswerJson(
                one.question().id(),
                one.question().asks(),
                one.finding().verdict().word(),
                one.finding().noticed(),
                one.finding().found(),
                one.question().reference(),
                one.question().daybook());
    }

    private static FieldJson field(FieldUse use) {
        return new FieldJson(
                use.name(),
                use.documented(),
                use.present() == 0 ? "never" : use.present() == use.records() ? "always" : "sometimes",
                use.kinds().stream().sorted().map(Profiles::word).toList(),
                use.formats().stream().sorted().toList());
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
