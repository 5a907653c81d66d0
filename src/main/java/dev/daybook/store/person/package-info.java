/** People who use the console: their roles, their sessions, and the links that let them in. */
@NullMarked
package dev.daybook.store.person;

import org.jspecify.annotations.NullMarked;
