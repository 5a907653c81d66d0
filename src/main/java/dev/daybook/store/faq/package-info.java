/** The FAQ: categories and entries, the search index with its stemmers, and the load of an import. */
@NullMarked
package dev.daybook.store.faq;

import org.jspecify.annotations.NullMarked;
