package dev.daybook.wire.pulled;

/** The keys of a record that a puller looks at: its id, when it was created, and when it last changed. */
public final class RecordKeys {
    private final String id;
    private final String created;
    private final String modified;
    private final byte[] idBytes;
    private final byte[] createdBytes;
    private final byte[] modifiedBytes;

    RecordKeys(String id, String created, String modified) {
        this.id = id;
        this.created = created;
        this.modified = modified;
        this.idBytes = JsonBytes.ascii(id);
        this.createdBytes = JsonBytes.ascii(created);
        this.modifiedBytes = JsonBytes.ascii(modified);
    }

    /** The key of the id, a number. */
    public String id() {
        return id;
    }

    /** The key of the creation's time. */
    public String created() {
        return created;
    }

    /** The key of the last change's time, which a server may leave out. */
    public String modified() {
        return modified;
    }

    /** Whether a name that was just read is that of the id. */
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
