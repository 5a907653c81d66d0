package dev.daybook.cli.account;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
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
import java.util.function.Predicate;
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
            return account.with((stores, found) -> {
                // Read before the erasure: if this read failed after it, the files would not be cleared.
                var added = erase ? stores.database().read(PersonalPart::addedColumns) : List.<String>of();
                var done = erase ? erase(stores, found) : delete(stores, found);
                if (erase) {
                    sayAddedColumns(added);
                    stores.database().scrub();
                }
                err().println(ids.size() + done);
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
         * Deletes in the order of the ids. Other writes lock customers in this order too; another order could deadlock.
         */
        private String delete(Stores stores, Account account) {
            var now = now();
            stores.database()
                    .run(transaction ->
                            requireAll(account, id -> CustomerRemoval.delete(transaction, account.cmId(), id, now)));
            return " deleted";
        }

        private String erase(Stores stores, Account account) {
            var now = now();
            var untagged =
                    stores.database().read(transaction -> UntaggedTickets.read(transaction, account.cmId(), ids));
            var erased = stores.database().write(transaction -> {
                var done = stores.eraseCustomer().erase(transaction, account, ids, untagged, now);
                requireAll(account, done.customers()::contains);
                return done;
            });
            return " erased; tickets blanked: " + erased.tickets() + ", orders blanked: " + erased.orders();
        }

        private static Instant now() {
            return Clock.tickMillis(ZoneOffset.UTC).instant();
        }

        /**
         * Refuses the command if some of the customers could not be removed. The refusal rolls the transaction back.
         *
         * @param isRemoved whether the customer with an id was removed; may remove the customer itself
         */
        private void requireAll(Account account, Predicate<Long> isRemoved) {
            var missing = ids.stream()
                    .filter(id -> !isRemoved.test(id))
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                throw Problem.REFERENCE_UNKNOWN.because(
                        "nothing was deleted: account " + account.cmId() + " has no customer " + missing);
            }
        }
    }
}
