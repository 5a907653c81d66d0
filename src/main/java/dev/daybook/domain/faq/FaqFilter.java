package dev.daybook.domain.faq;

import dev.daybook.domain.Window;
import java.util.Optional;

/**
 * What the entries that Get FAQ Content asks for must match.
 *
 * @param categoryId the category that they are in
 * @param created when they were created, if that counts
 * @param authorId who wrote them, 0 for anybody
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record FaqFilter(long categoryId, Optional<Window> created, long authorId) {}
