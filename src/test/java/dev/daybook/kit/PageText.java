package dev.daybook.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes the records of a page and keeps every other byte. */
final class PageText {
    private PageText() {}

    /**
     * Inserts the last record of another page at the start of a page, and returns this page, not compressed. If one of
     * the two pages has no records, returns the page unchanged.
     */
    static RawAnswer withLastRecord(RawAnswer other, RawAnswer page) throws IOException {
        var records = records(other);
        if (records.isEmpty() || records(page).isEmpty()) {
            return page;
        }
        var plain = page.unpacked();
        var text = new String(plain.body(), StandardCharsets.UTF_8);
        var start = text.indexOf('[', text.indexOf("\"message\"")) + 1;
        var record = records.get(records.size() - 1).toString();
        return plain.withBody(
                (text.substring(0, start) + record + "," + text.substring(start)).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode records(RawAnswer page) throws IOException {
        var records = JsonMapper.shared().readTree(page.unpacked().body()).path("message");
        return records.isArray() ? records : JsonMapper.shared().createArrayNode();
    }
}
