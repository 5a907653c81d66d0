package dev.daybook.cli.option;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the time zone of an account. */
public final class AccountZone {
    private AccountZone() {}

    /** The zone with this name; the default one for null. */
    public static ZoneId named(@Nullable String name) {
        if (name == null) {
            return Account.DEFAULT_ZONE;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            var meant = meant(name);
            throw new IllegalArgumentException("unknown zone '" + name + "'; "
                    + (meant.isEmpty()
                            ? "zones are named by a city, such as Asia/Kolkata or Europe/London"
                            : "did you mean '" + meant + "'?"));
        }
    }

    /**
     * Suggests a zone for an unknown name; empty if no zone has a similar name. An abbreviation can mean several zones;
     * Java knows the one that most people mean.
     */
    private static String meant(String name) {
        var ofAbbreviation = ZoneId.SHORT_IDS.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        if (!ofAbbreviation.isEmpty()) {
            return ofAbbreviation;
        }
        var nearest = Suggestion.to(
                name,
                ZoneId.getAvailableZoneIds().stream()
                        .filter(zone -> zone.contains("/"))
                        .sorted()
                        .toList());
        return Suggestion.isNear(name, nearest) ? nearest : "";
    }
}
