/**
 * The caller's side of the API, for Daybook or any server that speaks the same API. This package is a typed client for
 * Java programs. It may call {@code client.day}, {@code client.call}, {@code client.answer}, {@code client.request},
 * {@code client.server}, {@code wire} and {@code domain}. It knows no database and no server code, and does not call
 * the puller in {@code client.pull}.
 */
@NullMarked
package dev.daybook.client;

import org.jspecify.annotations.NullMarked;
