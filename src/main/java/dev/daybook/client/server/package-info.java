/**
 * The behaviour of a server where the vendor's reference is silent: one profile, learned by a pull from the answers, or
 * measured by a check. From a check's profile, a pull takes only whether the end date counts. This package makes no
 * HTTP calls. It may call {@code client.answer}, {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.server;

import org.jspecify.annotations.NullMarked;
