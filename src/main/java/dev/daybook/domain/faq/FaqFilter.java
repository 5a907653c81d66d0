package dev.daybook.domain.faq;

import dev.daybook.domain.Window;
import java.util.Optional;

/**
 * The filter of Get FAQ Content.
 *
 * @param categoryId the category, without its subcategories
 * @param created the window of creation, if given
 * @param authorId the author; 0 for any
 */
public record FaqFilter(long categoryId, Optional<Window> created, long authorId) {}
