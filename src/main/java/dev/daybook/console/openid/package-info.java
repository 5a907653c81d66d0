/** Log-in through a company's OpenID Connect provider. The library that verifies tokens is used only here. */
@NullMarked
package dev.daybook.console.openid;

import org.jspecify.annotations.NullMarked;
