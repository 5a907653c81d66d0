/** Parts of texts for people, such as the nearest known word, or a cell that is no formula. Calls nothing. */
@NullMarked
package dev.daybook.domain.message;

import org.jspecify.annotations.NullMarked;
