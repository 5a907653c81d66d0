package dev.daybook.cli.user;

import dev.daybook.cli.admin.AdministrationOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.UserJson;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook user}: manages the people who may use the console. */
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
    /** Base class of commands that may print a link, which cannot be shown again. */
    private abstract static class WithLink extends HelpOption implements Callable<Integer> {
        final void print(UserJson.Link link) {
            if (link.path() != null) {
                err().println("The link, after the address of the server:");
                printOnce(link.path());
            }
        }
    }

    /** {@code daybook user create}. */
    @Command(
            name = "create",
            description = "Add a person, or give an existing one a role in another account. Prints the path of a link"
                    + " by which a person without a password chooses one; it works once, for two days.",
            footer = {
                "",
                "A person who has no role in any account is added as new. A person who has a role",
                "in another account keeps the password, but unused links are removed. An owner of",
                "that account may have chosen the password: if you do not know who chose it, run",
                "'daybook user reset' too.",
                "",
                "Roles: viewer (phones and e-mails masked), agent, manager, owner.",
                "",
                "Examples:",
                "  daybook user create asha@shop.example --name 'Asha Rao' --cm-id 1000298 \\",
                "      --role agent",
                "  daybook user create ravi@shop.example --name 'Ravi Iyer' --operator"
            })
    static final class Create extends WithLink {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Parameters(paramLabel = "EMAIL", description = "The e-mail by which the person logs in.")
        private String email = "";

        @Option(
                names = {"--name", "--user-name"},
                defaultValue = "",
                paramLabel = "TEXT",
                description =
                        "What others call the person (default: the name that an existing person has, otherwise the"
                                + " e-mail).")
        private String name = "";

        @Option(names = "--cm-id", paramLabel = "N", description = "The account that the person gets a role in.")
        private @Nullable Long cmId;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "The role in that account: viewer, agent, manager or owner (default: the role that the"
                        + " person has there, otherwise viewer).")
        private @Nullable String role;

        @Option(
                names = "--operator",
                description = "Give a new person every right in every account; without --cm-id and --role.")
        private boolean operator;

        @Override
        public Integer call() {
            var creation = new UserJson.Creation(
                    email, name, counts("--cm-id") ? cmId : null, counts("--role") ? role : null, operator);
            var link = administration.ask(
                    AdminOperation.CREATE_USER, List.of(), creation, UserJson.Link.class, this::print);
            if (link.path() != null) {
                err().println("The person can now choose a password by this link.");
            } else {
                err().println(ShellCommand.placed(
                        spec,
                        "The person has the role. The password, or a link that waits, stays. If you do not know who"
                                + " chose the password or has the link, run 'daybook user reset EMAIL' for another"
                                + " one."));
            }
            return DONE;
        }

        /**
         * Whether to send the value of an option. For an operator, only a value on the command line is sent, and
         * refused later. A value of a variable or of the properties file is ignored.
         */
        private boolean counts(String option) {
            return !operator || spec.commandLine().getParseResult().hasMatchedOption(option);
        }
    }

    /** {@code daybook user list}. */
    @Command(
            name = "list",
            description = "List the people: number, e-mail, state, name, and operator or the role in each account,"
                    + " separated by tabs.")
    static final class ListAll extends JsonCommand {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Override
        public Integer call() {
            var listing = new Listing("users", "id", "email", "state", "name", "roles");
            administration
                    .ask(AdminOperation.LIST_USERS, List.of(), UserJson.All.class)
                    .users()
                    .forEach(user -> listing.add(
                            user.id(),
                            user.email(),
                            user.disabled() ? "disabled" : "active",
                            user.name(),
                            roles(user)));
            return print(listing);
        }

        private static String roles(UserJson.Entry user) {
            if (user.operator()) {
                return "operator";
            }
            var roles = user.roles().stream()
                    .map(membership -> membership.cmId() + ":" + membership.role())
                    .collect(Collectors.joining(","));
            return roles.isEmpty() ? "-" : roles;
        }
    }

    /** {@code daybook user disable}. */
    @Command(
            name = "disable",
            description = "Keep a person out, and end the sessions immediately. 'daybook user reset --enable' lets the"
                    + " person in again.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Parameters(paramLabel = "EMAIL", description = "The person's e-mail.")
        private String email = "";

        @Override
        public Integer call() {
            administration.ask(AdminOperation.DISABLE_USER, List.of(email), AdminJson.Done.class);
            return DONE;
        }
    }

    /** {@code daybook user reset}. */
    @Command(
            name = "reset",
            description = "Take a person's password away, end the sessions, and print the path of a link by which the"
                    + " person chooses another; it works once, for two days.",
            footer = {
                "",
                "Examples:",
                "  daybook user reset asha@shop.example",
                "  daybook user reset asha@shop.example --enable"
            })
    static final class Reset extends WithLink {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Parameters(paramLabel = "EMAIL", description = "The person's e-mail.")
        private String email = "";

        @Option(
                names = "--enable",
                description = "Let a disabled person in again; without this, a disabled person is not reset.")
        private boolean enable;

        @Override
        public Integer call() {
            var reset = new UserJson.Reset(enable);
            administration.ask(AdminOperation.RESET_USER, List.of(email), reset, UserJson.Link.class, this::print);
            return DONE;
        }
    }
}
