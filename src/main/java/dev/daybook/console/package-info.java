/**
 * Web pages for people: the route table of the console. The pages are in {@code console.page}, the common processing of
 * requests in {@code console.frame}, the rendering of Markdown in {@code console.markdown}, files in
 * {@code console.data}, the log-in through a provider in {@code console.openid}. The console may call {@code store} and
 * {@code domain}, and holds no SQL and no business rule.
 */
@NullMarked
package dev.daybook.console;

import org.jspecify.annotations.NullMarked;
