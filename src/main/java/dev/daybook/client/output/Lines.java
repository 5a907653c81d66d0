package dev.daybook.client.output;

import dev.daybook.wire.PulledCustomer;
import java.util.List;

/** Records as lines of a text file, in UTF-8. */
interface Lines {
    /** What comes before any record. */
    byte[] head();

    /** The lines of some records, each with its end. */
    byte[] of(List<PulledCustomer> records);
}
