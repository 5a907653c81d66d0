/**
 * Common processing of all requests of the console: session, rights, form token, templates, messages and security
 * headers. This room knows no page.
 */
@NullMarked
package dev.daybook.console.frame;

import org.jspecify.annotations.NullMarked;
