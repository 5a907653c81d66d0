/**
 * The FAQ: categories as a tree, entries, and how a text becomes words, once for both databases. {@code
 * store.faq}, {@code wire.faq} and {@code cli.imports} use it. It must not know how a database searches.
 */
@NullMarked
package dev.daybook.domain.faq;

import org.jspecify.annotations.NullMarked;
