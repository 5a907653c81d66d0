package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.option.CommandFailure;
import dev.daybook.client.call.ClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The program loads only the commands that its arguments need. Its output must be the same as if it loaded all. */
@Tag("jdk")
class ProgramTest {
    @Test
    void theHelpListsEveryCommand() {
        assertEquals(
                usage(new CommandLine(Main.class)),
                Outcome.of("--help").expect(0).out());
        assertEquals(
                usage(new CommandLine(Main.class)), Outcome.of("-h").expect(0).out());
    }

    @TestFactory
    Stream<DynamicTest> eachCommandHasTheHelpThatPicocliPrints() {
        return new CommandLine(Main.class)
                .getSubcommands().entrySet().stream()
                        .filter(command -> !command.getKey().equals("help"))
                        .map(command -> DynamicTest.dynamicTest(
                                command.getKey(),
                                () -> assertEquals(
                                        usage(command.getValue()),
                                        Outcome.of(command.getKey(), "--help")
                                                .expect(0)
                                                .out())));
    }

    @Test
    void aVariableOfAnotherCommandIsAccepted() {
        Outcome.of(Map.of("DAYBOOK_CONSOLE_PORT", "8082"), "version").expect(0);
    }

    /**
     * An {@code IllegalArgumentException} that Daybook itself throws stands for a wrong value on the command line, so
     * it is reported as wrong usage.
     */
    @Test
    void aValueThatDaybookRefusesIsWrongUsage() {
        var failed = failed(new IllegalArgumentException("--every: expected 1 second or more"));
        assertEquals(CommandLine.ExitCode.USAGE, failed.code());
        assertEquals("daybook: --every: expected 1 second or more\n", failed.err());
    }

    /**
     * An {@code IllegalArgumentException} of a library is a defect and is reported with a stack trace. If it looked
     * like wrong usage, nobody could find the defect.
     */
    @Test
    void anIllegalArgumentOfALibraryIsADefectWithAStackTrace() {
        var failed = failed(assertThrows(NumberFormatException.class, () -> Long.parseLong("x")));
        assertEquals(Main.FAILED, failed.code());
        assertTrue(failed.err().contains("ProgramTest"), failed.err());
    }

    /** A client of HTTP cannot be made then, at the start of a server with a provider for log-ins or of a command. */
    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        // A copy of what Java throws if the trust store is a PEM file.
        var unreadable = new IOException(
                new NoSuchAlgorithmException("Error", new KeyManagementException("problem accessing trust store")));
        var failed = failed(new UncheckedIOException(unreadable));
        assertEquals(Main.FAILED, failed.code());
        assertEquals("daybook: the trust store of Daybook's Java cannot be read\n", failed.err());
    }

    @Test
    void aClientThatCannotBeMadeIsNamedWithoutAStackTrace() {
        var failed = failed(new ClientException(ClientException.Reason.REFUSED, "cannot open connections"));
        assertEquals(Main.FAILED, failed.code());
        assertEquals("daybook: cannot open connections\n", failed.err());
    }

    private static Outcome failed(Exception failure) {
        var err = new StringWriter();
        var command = new CommandLine(new Program()).setErr(new PrintWriter(err, true));
        command.parseArgs();
        return new Outcome(CommandFailure.print(failure, command), "", err.toString());
    }

    private static String usage(CommandLine command) {
        var out = new StringWriter();
        command.usage(new PrintWriter(out, true), CommandLine.Help.Ansi.OFF);
        return out.toString();
    }
}
