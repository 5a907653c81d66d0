package dev.daybook.client.answer;

import java.util.List;

/** The keys of a record that the puller reads: its id and the times of its creation and last change. */
public final class RecordKeys {
    private final List<String> ids;
    private final String created;
    private final String modified;
    private final byte[] idBytes;
    private final byte[] createdBytes;
    private final byte[] modifiedBytes;

    /**
     * The keys of a kind.
     *
     * @param ids the possible keys of the id, the vendor's own first; if a record has several of them, the first one in
     *     this list is used
     */
    RecordKeys(List<String> ids, String created, String modified) {
        this.ids = List.copyOf(ids);
        this.created = created;
        this.modified = modified;
        this.idBytes = JsonBytes.ascii(ids.get(0));
        this.createdBytes = JsonBytes.ascii(created);
        this.modifiedBytes = JsonBytes.ascii(modified);
    }

    /** The vendor's own key of the id. */
    public String id() {
        return ids.get(0);
    }

    /** All keys under which an id may stand. If a record has several of them, the first one in this list is used. */
    public List<String> ids() {
        return ids;
    }

    /** The key of the time of creation. */
    public String created() {
        return created;
    }

    /** The key of the time of the last change, which a server may leave out. */
    public String modified() {
        return modified;
    }

    /** The position of a name among the keys of the id, from 0 on; -1 if it is none of them. */
    int rankOfId(String name) {
        return ids.indexOf(name);
    }

    /** Whether the name that was just read is the vendor's own key of the id. */
    boolean isId(JsonBytes name) {
        return name.isWord(idBytes);
    }

    boolean isCreated(JsonBytes name) {
        return name.isWord(createdBytes);
    }

    boolean isModified(JsonBytes name) {
        return name.isWord(modifiedBytes);
    }
}
