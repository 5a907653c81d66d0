package dev.daybook.wire.faq;

import dev.daybook.domain.Problem;
import dev.daybook.domain.Window;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.GivenValue;
import dev.daybook.wire.json.JsonBody;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Get FAQ Content: its request, as on the vendor's page of that name (checked 2026-11).
 *
 * @param categoryId the category of the entries
 * @param first the first day of creation, if one is given
 * @param last the last day of creation, if one is given
 * @param authorId the author; 0 for any
 */
public record GetFaqContents(
        long categoryId, Optional<LocalDate> first, Optional<LocalDate> last, long authorId, IndexRange range) {
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(GivenValue.LAST_YEAR, 12, 31);

    public GetFaqContents {
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw Problem.INVALID_VALUE.because("end_date must not be before start_date");
        }
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<GetFaqContents> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var categoryId = fields.id("category_id", 1)
                .orElseThrow(() -> fields.invalid("category_id", "the id of a category, found nothing"));
        var cmId = fields.id("cm_id");
        var asked = new GetFaqContents(
                categoryId,
                fields.date("start_date"),
                fields.date("end_date"),
                fields.id("employee_id"),
                FaqContents.range(fields));
        return new Request<>(cmId, asked, fields.ignored());
    }

    /** The filter, with the days in this zone. */
    public FaqFilter filter(ZoneId zone) {
        var created = first.isEmpty() && last.isEmpty()
                ? Optional.<Window>empty()
                : Optional.of(new Window(
                        first.orElse(FIRST_DAY).atStartOfDay(zone).toInstant(),
                        last.orElse(LAST_DAY).plusDays(1).atStartOfDay(zone).toInstant()));
        return new FaqFilter(categoryId, created, authorId);
    }
}
