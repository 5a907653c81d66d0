package dev.daybook.cli.user;

import dev.daybook.cli.option.ConsoleLink;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.PersonStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook user}: who may use the console. */
@Command(
        name = "user",
        description = "Add, list, disable and reset the people who use the console.",
        subcommands = {
            UserCommand.Create.class,
            UserCommand.ListAll.class,
            UserCommand.Disable.class,
            UserCommand.Reset.class
        })
public final class UserCommand extends HelpOption {
    private static Person known(Stores stores, Transaction transaction, String email) {
        return stores.people()
                .find(transaction, email)
                .map(PersonStore.Known::person)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is nobody with this e-mail; 'daybook user list' lists the people"));
    }

    /** {@code daybook user create}. */
    @Command(
            name = "create",
            description = "Add a person, or give one who is there a role in another account. Prints the path of a link"
                    + " by which a new person chooses a password; it works once, for two days.",
            footer = {
                "",
                "Roles: viewer (phones and e-mails masked), agent, manager, owner.",
                "",
                "Examples:",
                "  daybook user create asha@shop.example --name 'Asha Rao' --cm-id 1000298 --role agent",
                "  daybook user create ravi@shop.example --name 'Ravi Iyer' --operator"
            })
    static final class Create extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "EMAIL", description = "The e-mail by which the person logs in.")
        private String email = "";

        @Option(
                names = {"--name", "--user-name"},
                defaultValue = "",
                paramLabel = "TEXT",
                description = "What others call the person; by default the e-mail.")
        private String name = "";

        @Option(names = "--cm-id", paramLabel = "N", description = "The account that the person gets a role in.")
        private @Nullable Long cmId;

        @Option(
                names = "--role",
                defaultValue = "viewer",
                paramLabel = "ROLE",
                description = "The role in that account: viewer, agent, manager or owner (default: ${DEFAULT-VALUE}).")
        private String role = "";

        @Option(
                names = "--operator",
                arity = "0..1",
                fallbackValue = "true",
                description = "Give the person every right in every account.")
        private boolean operator;

        @Override
        public Integer call() {
            var as = Role.of(role)
                    .orElseThrow(() -> new IllegalArgumentException("--role: expected one of "
                            + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "))));
            if (cmId == null && !operator) {
                throw new IllegalArgumentException("say for which account with --cm-id, or --operator for all of them");
            }
            var now = Instant.now();
            try (var stores = database.open()) {
                var link = stores.database().write(transaction -> create(stores, transaction, as, now));
                spec.commandLine().getErr().println("The person is added.");
                link.ifPresent(path -> {
                    spec.commandLine().getErr().println("The link, after the address of the server:");
                    spec.commandLine().getOut().println(path);
                });
            }
            return DONE;
        }

        private Optional<String> create(Stores stores, Transaction transaction, Role as, Instant now) {
            if (cmId != null && stores.accounts().find(transaction, cmId).isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no account " + cmId + "; 'daybook account create' makes one");
            }
            var fresh = stores.people()
                    .add(transaction, email.strip(), name.isBlank() ? email.strip() : name.strip(), operator, now);
            if (fresh.isEmpty() && cmId == null) {
                throw new IllegalArgumentException("there is a person with this e-mail already");
            }
            var person = fresh.isPresent() ? fresh.get() : known(stores, transaction, email.strip());
            if (cmId != null) {
                stores.memberships().put(transaction, cmId, person.id(), as);
            }
            return fresh.map(one -> ConsoleLink.put(stores, transaction, LinkKind.PASSWORD, one.id(), now));
        }
    }

    /** {@code daybook user list}. */
    @Command(
            name = "list",
            description = "List the people: number, e-mail, state, name, and operator or the role in each account, by"
                    + " tabs.")
    static final class ListAll extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                stores.database().read(transaction -> {
                    stores.people().list(transaction).forEach(person -> print(stores, transaction, person));
                    return DONE;
                });
            }
            return DONE;
        }

        private void print(Stores stores, Transaction transaction, Person person) {
            var roles = stores.memberships().accounts(transaction, person.id()).stream()
                    .map(cmId -> cmId + ":"
                            + stores.memberships()
                                    .role(transaction, cmId, person.id())
                                    .map(Role::label)
                                    .orElse("-"))
                    .collect(Collectors.joining(","));
            spec.commandLine()
                    .getOut()
                    .println(String.join(
                            "\t",
                            Long.toString(person.id()),
                            person.email(),
                            person.disabled() ? "disabled" : "active",
                            person.name(),
                            person.operator() ? "operator" : roles.isEmpty() ? "-" : roles));
        }
    }

    /** {@code daybook user disable}. */
    @Command(
            name = "disable",
            description = "Keep a person out, and end the sessions at once. 'daybook user reset' lets the person in"
                    + " again.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "EMAIL", description = "The person's e-mail.")
        private String email = "";

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                stores.database().write(transaction -> {
                    var person = known(stores, transaction, email);
                    stores.people().setDisabled(transaction, person.id(), true);
                    stores.sessions().endAll(transaction, person.id());
                    return true;
                });
            }
            return DONE;
        }
    }

    /** {@code daybook user reset}. */
    @Command(
            name = "reset",
            description = "Take a person's password away, end the sessions, and print the path of a link by which the"
                    + " person chooses another; it works once, for two days. A disabled person is let in again.",
            footer = {"", "Example:", "  daybook user reset asha@shop.example"})
    static final class Reset extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "EMAIL", description = "The person's e-mail.")
        private String email = "";

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                var path = stores.database().write(transaction -> {
                    var person = known(stores, transaction, email);
                    stores.people().setDisabled(transaction, person.id(), false);
                    stores.people().setHash(transaction, person.id(), "");
                    stores.sessions().endAll(transaction, person.id());
                    return ConsoleLink.put(stores, transaction, LinkKind.PASSWORD, person.id(), Instant.now());
                });
                spec.commandLine().getErr().println("The link, after the address of the server:");
                spec.commandLine().getOut().println(path);
            }
            return DONE;
        }
    }
}
