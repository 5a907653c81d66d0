/** The FAQ: its categories and entries, the index by which it is searched, and loading it. */
@NullMarked
package dev.daybook.store.faq;

import org.jspecify.annotations.NullMarked;
