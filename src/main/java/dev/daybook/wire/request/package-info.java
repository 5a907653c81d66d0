/**
 * The writes and questions of a typed client as their caller sends them, and their answers as it reads them. It knows
 * the shapes in {@code wire}, and is used by {@code client} only.
 */
@NullMarked
package dev.daybook.wire.request;

import org.jspecify.annotations.NullMarked;
