/**
 * What every request of the console passes: session, rights, form token, templates, messages and security headers. It
 * knows no page.
 */
@NullMarked
package dev.daybook.console.frame;

import org.jspecify.annotations.NullMarked;
