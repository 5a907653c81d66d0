/** The proof that a pull is complete: digests of days, and how days differ. */
@NullMarked
package dev.daybook.domain.proof;

import org.jspecify.annotations.NullMarked;
