/**
 * Reads and rewrites the times in the vendor's answers, in all their formats. It calls nothing of {@code
 * client.answer}.
 */
@NullMarked
package dev.daybook.client.answer.time;

import org.jspecify.annotations.NullMarked;
