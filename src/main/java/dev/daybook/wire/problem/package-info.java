/** What is wrong with a request, in the vendor's words and field names. Calls {@code domain} only. */
@NullMarked
package dev.daybook.wire.problem;

import org.jspecify.annotations.NullMarked;
