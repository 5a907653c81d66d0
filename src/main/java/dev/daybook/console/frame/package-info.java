/**
 * Common processing of all requests of the console: session, rights, form token, templates, messages and security
 * headers. This package uses no class of {@code console.page}.
 */
@NullMarked
package dev.daybook.console.frame;

import org.jspecify.annotations.NullMarked;
