/**
 * The FAQ: the tree of categories, entries, and how a text becomes words, the same for both databases. This package
 * must not know how a database searches.
 */
@NullMarked
package dev.daybook.domain.faq;

import org.jspecify.annotations.NullMarked;
