/**
 * The API over HTTP: the table of routes, one class of handlers per noun, authentication by key, limits, and what each
 * problem becomes in status and body. It joins {@code wire} to {@code store}, and may call both and {@code domain}.
 */
@NullMarked
package dev.daybook.http;

import org.jspecify.annotations.NullMarked;
