/** The audit: who did what in the console, by commands or with an admin key. */
@NullMarked
package dev.daybook.store.audit;

import org.jspecify.annotations.NullMarked;
