/** Accounts, their keys and their lists. Knows only the JDK and the rest of the domain. */
@NullMarked
package dev.daybook.domain.account;

import org.jspecify.annotations.NullMarked;
