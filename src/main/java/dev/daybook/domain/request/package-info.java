/**
 * What every web server of Daybook checks of a request before its content: the address of its sender, and the time in
 * which its body arrives. With the files of the jar that they send, {@code http} and {@code console} share it, because
 * they do not call each other.
 */
@NullMarked
package dev.daybook.domain.request;

import org.jspecify.annotations.NullMarked;
