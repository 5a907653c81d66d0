/**
 * What every request goes through: keys, limits, its body, its id, writes that are done once, and what each problem
 * becomes in status and body. It knows no operation and calls none of {@code http}; routes are handed to it.
 */
@NullMarked
package dev.daybook.http.pipeline;

import org.jspecify.annotations.NullMarked;
