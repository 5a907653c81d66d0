/**
 * The FAQ: categories as a tree, entries, and what a search finds. How a text becomes words and stems is decided here, once
 * for both databases.
 */
@NullMarked
package dev.daybook.domain.faq;

import org.jspecify.annotations.NullMarked;
