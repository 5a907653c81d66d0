/** The audit: who did what in the console. */
@NullMarked
package dev.daybook.store.audit;

import org.jspecify.annotations.NullMarked;
