/**
 * The API over HTTP: the route table, and one class of handlers for each subject, such as customers or tickets. A
 * handler decodes with {@code wire}, asks {@code store}, and encodes with {@code wire}. {@code server} creates and
 * starts the API. This package may call {@code wire}, {@code store} and {@code domain}. It contains no SQL, no JSON and
 * no business rule. Everything that all requests share is in {@code http.pipeline}, which never calls this package.
 */
@NullMarked
package dev.daybook.http;

import org.jspecify.annotations.NullMarked;
