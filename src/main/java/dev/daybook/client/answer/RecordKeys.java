package dev.daybook.client.answer;

import java.util.List;

/**
 * The keys of a record that the puller reads: its id and the times of its creation and last change.
 *
 * @param ids the possible keys of the id, the vendor's own first; if a record has several of them, the first one in
 *     this list is used
 * @param created the key of the time of creation
 * @param modified the key of the time of the last change, which a server may leave out
 */
public record RecordKeys(List<String> ids, String created, String modified) {
    public RecordKeys {
        ids = List.copyOf(ids);
    }

    /** The vendor's own key of the id. */
    public String id() {
        return ids.get(0);
    }
}
