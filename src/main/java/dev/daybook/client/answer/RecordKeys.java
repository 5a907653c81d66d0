package dev.daybook.client.answer;

import dev.daybook.client.answer.time.VendorTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a record that the puller reads: its id and the times of its creation and last change.
 *
 * @param ids the possible keys of the id, the vendor's own first; if a record has several of them, the first one in
 *     this list is used
 * @param created the key of the time of creation
 * @param zone the account's zone, which a time with an offset needs to become a local time; empty if it is not known
 */
public record RecordKeys(List<String> ids, String created, Optional<ZoneId> zone) {
    /** The key of the time of the last change, which a server may leave out. */
    public static final String MODIFIED = "lastModificationTime";

    public RecordKeys {
        ids = List.copyOf(ids);
    }

    /** The keys of a record, for an account whose zone is not known. */
    RecordKeys(List<String> ids, String created) {
        this(ids, created, Optional.empty());
    }

    /** The same keys for an account in this zone, if it is known. */
    public RecordKeys in(Optional<ZoneId> account) {
        return new RecordKeys(ids, created, account);
    }

    /** The key that the vendor itself uses for the id. */
    public String id() {
        return ids.get(0);
    }

    /**
     * Reads a time; {@link PulledRecord#UNKNOWN} if its format is unknown, or if it has an offset but the account's
     * zone is not known.
     */
    LocalDateTime time(String text) {
        return zone.map(account -> VendorTime.parse(text, account))
                .orElseGet(() -> VendorTime.ofText(text))
                .orElse(PulledRecord.UNKNOWN);
    }
}
