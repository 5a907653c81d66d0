package dev.daybook.cli.operate;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.json.CommandJson;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook doctor}: looks for problems, and says what to do about them. */
@Command(
        name = "doctor",
        description = "Look at database, schema, disk, clock, keys, webhooks, imports, backups and certificate, and say"
                + " what to do. It changes no record, and servers of the same version may be running; like every"
                + " command it migrates a database of an older version.",
        footer = {
            "",
            "Examples:",
            "  daybook doctor",
            "  daybook doctor --backups /backup/ --tls-certificate chain.pem --json",
            "",
            "Exit codes: 0 no problem, 1 a problem, 2 wrong usage."
        })
public final class DoctorCommand extends JsonCommand {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--backups", paramLabel = "FOLDER", description = "Where 'daybook backup' puts its files.")
    private @Nullable Path backups;

    @Option(
            names = "--backup-age",
            paramLabel = "HOURS",
            defaultValue = "26",
            description = "How old the newest backup may be (default: ${DEFAULT-VALUE}).")
    private int backupAge;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "The server's certificate chain in PEM, to say how long it is valid.")
    private @Nullable Path tlsCertificate;

    @Override
    public Integer call() {
        if (backupAge < 1) {
            throw new IllegalArgumentException("--backup-age: expected 1 hour or more, not " + backupAge);
        }
        var findings = findings();
        if (isJson()) {
            out().println(new CommandJson().with("findings", findings));
        } else {
            findings.forEach(this::print);
        }
        return findings.stream().anyMatch(finding -> finding.level() == Diagnosis.Level.problem) ? FAILED : DONE;
    }

    private List<Diagnosis> findings() {
        var clock = Clock.systemUTC();
        var doctor = new Doctor(clock, spec);
        var findings = new ArrayList<Diagnosis>();
        try (var stores = database.open()) {
            findings.addAll(doctor.database(stores, database.url()));
        } catch (ProblemException unreachable) {
            findings.add(Diagnosis.problem("database", ShellCommand.placed(spec, ProblemText.of(unreachable)), ""));
        } catch (UncheckedIOException unusable) {
            findings.add(Diagnosis.problem("database", String.valueOf(unusable.getMessage()), ""));
        }
        findings.add(
                backups == null
                        ? Diagnosis.note("backup", "not looked at", "name the folder of the backups with --backups")
                        : doctor.backups(backups, Duration.ofHours(backupAge)));
        if (tlsCertificate != null) {
            findings.add(OwnCertificate.diagnosis(tlsCertificate, clock.instant()));
        }
        return findings;
    }

    private void print(Diagnosis finding) {
        out().printf("%-8s %-12s %s%n", finding.level(), finding.place(), finding.what());
        if (!finding.remedy().isEmpty()) {
            out().printf("%22s%s%n", "-> ", finding.remedy());
        }
    }
}
