package dev.daybook.cli.account;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.erasure.PersonalPart;
import dev.daybook.store.erasure.UntaggedTickets;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook customer}: deletes customers, which the vendor's API cannot do. */
@Command(
        name = "customer",
        description = "Delete customers.",
        subcommands = {CustomerCommand.Delete.class})
public final class CustomerCommand extends HelpOption {
    /** {@code daybook customer delete}. */
    @Command(
            name = "delete",
            description = "Delete customers: no pull or search shows them again, and their ids are never used again."
                    + " If one of them does not exist, none is deleted.",
            footer = {
                "",
                "Examples:",
                "  daybook customer delete 100000012 100000014 --cm-id 1000298",
                "  daybook customer delete 100000012 --cm-id 1000298 --erase"
            })
    static final class Delete extends HelpOption implements Callable<Integer> {

        @Mixin
        private AccountOption account = new AccountOption();

        @Option(
                names = "--erase",
                description = "Also remove the person's data permanently, from the tables, the documents, the person's"
                        + " tickets and orders, and the answers kept for repeated requests. This works for customers"
                        + " that were deleted before, too. On SQLite, the file is then rewritten, so that its free"
                        + " parts keep no data; this needs twice the size of the file in free disk space.")
        private boolean erase;

        @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of customers.")
        private SortedSet<Long> ids = new TreeSet<>();

        @Override
        public Integer call() throws IOException {
            return account.with(spec, (stores, found) -> {
                // Read before the erasure: if this read failed after it, the files would not be cleared.
                var added = erase ? stores.database().read(PersonalPart::addedColumns) : List.<String>of();
                var removal = remove(stores, found);
                if (!removal.missing().isEmpty()) {
                    err().println("daybook: nothing was deleted: account " + found.cmId() + " has no customer "
                            + removal.missing().stream().map(String::valueOf).collect(Collectors.joining(", ")));
                    return FAILED;
                }
                if (erase) {
                    sayAddedColumns(added);
                    stores.database().scrub();
                }
                err().println(ids.size() + (erase ? " erased; " + removal.blanked() : " deleted"));
                return DONE;
            });
        }

        private void sayAddedColumns(List<String> columns) {
            if (!columns.isEmpty()) {
                err().println("daybook: columns that are not Daybook's: " + String.join(", ", columns)
                        + "; the erasure did not change them. If they have data of the person, empty them with a tool"
                        + " of the database, and then run this command again to clear the files");
            }
        }

        /**
         * Deletes or erases the customers that the command names. If the account lacks some of them, changes nothing.
         */
        private Removal remove(Stores stores, Account found) {
            var now = Clock.tickMillis(ZoneOffset.UTC).instant();
            var removing = erase ? erasing(stores, found, now) : deleting(found, now);
            return stores.database().writeIf(removal -> removal.missing().isEmpty(), removing);
        }

        /** Deletes in the order of the ids, in which other writes lock several customers. */
        private Function<Transaction, Removal> deleting(Account account, Instant now) {
            return transaction -> new Removal(
                    ids.stream()
                            .filter(id -> !CustomerRemoval.delete(transaction, account.cmId(), id, now))
                            .toList(),
                    0,
                    0);
        }

        private Function<Transaction, Removal> erasing(Stores stores, Account account, Instant now) {
            var untagged =
                    stores.database().read(transaction -> UntaggedTickets.read(transaction, account.cmId(), ids));
            return transaction -> {
                var erased = stores.eraseCustomer().erase(transaction, account, ids, untagged, now);
                return new Removal(
                        ids.stream()
                                .filter(id -> !erased.customers().contains(id))
                                .toList(),
                        erased.tickets(),
                        erased.orders());
            };
        }
    }

    /**
     * The result of a removal.
     *
     * @param missing the ids of customers that do not exist
     * @param tickets the number of blanked tickets
     * @param orders the number of blanked orders
     */
    private record Removal(List<Long> missing, int tickets, int orders) {
        String blanked() {
            return "tickets blanked: " + tickets + ", orders blanked: " + orders;
        }
    }
}
