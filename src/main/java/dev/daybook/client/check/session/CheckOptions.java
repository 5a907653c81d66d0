package dev.daybook.client.check.session;

import dev.daybook.client.call.Connection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The options of a check.
 *
 * @param connection the account that is checked; of its retry policy only the longest wait between two attempts counts
 * @param day a day that has records; empty to look for one
 * @param zone the account's zone, empty if it is not given
 * @param write whether records may be added and changed
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record CheckOptions(Connection connection, Optional<LocalDate> day, Optional<ZoneId> zone, boolean write) {}
