/**
 * The behaviour of a server where the vendor's reference is silent: one profile, learned by a pull from the answers, or
 * measured by a check and given to a pull. It makes no HTTP calls. It may call {@code client.answer}, {@code wire} and
 * {@code domain}.
 */
@NullMarked
package dev.daybook.client.server;

import org.jspecify.annotations.NullMarked;
