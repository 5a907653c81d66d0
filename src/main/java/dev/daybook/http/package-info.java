/**
 * The API over HTTP: the table of routes, and one class of handlers per noun. It joins {@code wire} to {@code store}, and
 * may call both and {@code domain}; what every request goes through is in {@code http.pipeline}, which does not call back.
 */
@NullMarked
package dev.daybook.http;

import org.jspecify.annotations.NullMarked;
