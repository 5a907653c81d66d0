package dev.daybook.cli.user;

import dev.daybook.cli.option.ConsoleLink;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.console.frame.Secrets;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.PersonStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    /** Prints a link that nobody can get again, before it is stored. */
    private static void printLink(CommandSpec spec, Consumer<String> printer, String word) {
        spec.commandLine().getErr().println("The link, after the address of the server:");
        printer.accept(ConsoleLink.path(word));
    }

    /** Writes to the audit of each account in which the person has a role; without one, to that of no account. */
    private static void write(Stores stores, Transaction transaction, AuditAction action, Person person) {
        var accounts = stores.memberships().accounts(transaction, person.id());
        for (var cmId : accounts.isEmpty() ? List.of(0L) : accounts) {
            stores.audit().write(transaction, Act.ofCommand(cmId, Instant.now()), action, person.id());
        }
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
            var word = Secrets.create();
            try (var stores = database.open()) {
                if (stores.database().read(transaction -> isNew(stores, transaction))) {
                    printLink(spec, this::printOnce, word);
                }
                stores.database().write(transaction -> {
                    create(stores, transaction, as, word, Instant.now());
                    return true;
                });
            }
            spec.commandLine().getErr().println("The person is added.");
            return DONE;
        }

        /** Whether there is nobody with this e-mail. Refuses what cannot be done before a link is printed for it. */
        private boolean isNew(Stores stores, Transaction transaction) {
            if (cmId != null && stores.accounts().find(transaction, cmId).isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no account " + cmId + "; 'daybook account create' makes one");
            }
            var person = new Person(1, email.strip(), shownName(), operator, false, "");
            var isNew = stores.people().find(transaction, person.email()).isEmpty();
            if (!isNew && cmId == null) {
                throw new IllegalArgumentException("there is a person with this e-mail already");
            }
            return isNew;
        }

        private String shownName() {
            return name.isBlank() ? email.strip() : name.strip();
        }

        private void create(Stores stores, Transaction transaction, Role as, String word, Instant now) {
            var fresh = stores.people().add(transaction, email.strip(), shownName(), operator, now);
            var person = fresh.isPresent() ? fresh.get() : known(stores, transaction, email.strip());
            if (cmId != null) {
                stores.memberships().put(transaction, cmId, person.id(), as);
            }
            var account = cmId == null ? 0 : cmId;
            stores.audit().write(transaction, Act.ofCommand(account, now), AuditAction.ADD_PERSON, person.id());
            fresh.ifPresent(one -> ConsoleLink.put(stores, transaction, LinkKind.PASSWORD, one.id(), word, now));
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
                    write(stores, transaction, AuditAction.DISABLE_PERSON, person);
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
            var word = Secrets.create();
            try (var stores = database.open()) {
                var person = stores.database().read(transaction -> known(stores, transaction, email));
                printLink(spec, this::printOnce, word);
                stores.database().write(transaction -> {
                    stores.people().setDisabled(transaction, person.id(), false);
                    stores.people().setHash(transaction, person.id(), "");
                    stores.sessions().endAll(transaction, person.id());
                    ConsoleLink.put(stores, transaction, LinkKind.PASSWORD, person.id(), word, Instant.now());
                    write(stores, transaction, AuditAction.RESET_PERSON, person);
                    return true;
                });
            }
            return DONE;
        }
    }
}
