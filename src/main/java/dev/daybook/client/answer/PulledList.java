package dev.daybook.client.answer;

import java.util.List;

/**
 * A list of objects within each record, such as the contacts of a customer.
 *
 * @param key the key of the list in the record
 * @param word the word for one of its objects
 * @param parent the column with the id of the record, if the objects have a table of their own
 * @param columns the columns of an object
 * @param inRow whether the primary object of a record is part of the record's row in a table
 */
public record PulledList(String key, String word, String parent, List<PulledColumn> columns, boolean inRow) {
    public PulledList {
        columns = List.copyOf(columns);
    }
}
