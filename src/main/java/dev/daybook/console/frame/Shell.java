package dev.daybook.console.frame;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.person.Role;
import io.javalin.http.HandlerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Optional;

/**
 * The parameter {@code s} of every template: texts, links, the visitor, and the formatting of times.
 *
 * @param messages the texts
 * @param assets the paths of style sheet and script
 * @param path the path of this page
 * @param place the path with the query, to return to this page
 * @param lasting whether the page can be opened again by its path; the answer to a form cannot
 * @param person the visitor, if logged in
 * @param account the account that the page is about, if any
 * @param role the person's role in the account
 * @param formWord the form token, which each form sends back
 * @param done the key, without {@code done.}, of the message about the action that was just done; empty if there is
 *     none
 * @param sandbox the account of the sandbox; empty if the server is not a sandbox
 * @param described whether the port of the console also serves the description of the API
 */
public record Shell(
        Messages messages,
        Assets assets,
        String path,
        String place,
        boolean lasting,
        Optional<Person> person,
        Optional<Account> account,
        Optional<Role> role,
        String formWord,
        String done,
        Optional<Long> sandbox,
        boolean described) {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** How many characters of a text a list shows. */
    private static final int LONGEST = 150;

    /** Creates the template's parameter for the page that answers a visit. */
    static Shell of(Visit visit, Assets assets, Sessions sessions, Optional<Long> sandbox, boolean described) {
        var messages = visit.messages();
        var done = visit.query("done");
        return new Shell(
                messages,
                assets,
                visit.context().path(),
                PageRoute.place(visit.context()),
                !HandlerType.POST.equals(visit.context().method()),
                visit.visitor(),
                visit.visible(),
                visit.role(),
                sessions.formWord(visit.context(), visit.session().isPresent()),
                messages.has("done." + done) ? done : "",
                sandbox,
                described);
    }

    /** Hides the form token, and the path, which may be a person's link, from logs and error messages. */
    @Override
    public String toString() {
        return "Shell[hidden]";
    }

    /**
     * The text with this key, with {@code {0}}, {@code {1}} and so on replaced by the values; the key itself if it has
     * no text.
     */
    public String t(String key, Object... values) {
        return messages.text(key, values);
    }

    /** The message of a refusal. */
    public String t(ProblemException refused) {
        return messages.text(refused);
    }

    /** The text of an enum's constant, for example with the key {@code role.OWNER}. */
    public String t(String prefix, Enum<?> constant) {
        return messages.text(prefix + "." + constant.name());
    }

    /** The path of a page of the account: {@code /console/1000298/people} for {@code people}. */
    public String url(String rest) {
        return "/console/" + account.map(Account::cmId).orElse(0L) + "/" + rest;
    }

    /** A value, encoded for a URL. */
    public String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * The beginning of a text for a list, with an ellipsis; a short text stays whole. A letter of two UTF-16 units is
     * never cut in half.
     */
    public static String beginning(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, LONGEST - (Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? 1 : 0)) + "…";
    }

    /** Whether the person has a right in the account. */
    public boolean may(Right right) {
        return role.filter(right::isOf).isPresent();
    }

    /** Whether the server is a sandbox, so that its pages are marked as a demo. */
    public boolean demo() {
        return sandbox.isPresent();
    }

    /** Whether the page is about the account of the sandbox. */
    public boolean isSandbox() {
        return account.isPresent() && sandbox.equals(account.map(Account::cmId));
    }

    /** Whether this page belongs to a part of the menu, such as {@code people}. */
    public boolean isIn(String part) {
        return account.isPresent() && (path + "/").startsWith(url(part) + "/");
    }

    /** The zone that times are shown in: UTC on a page without an account. */
    public ZoneId zone() {
        return account.map(Account::zone).orElse(UTC);
    }

    /** A time in the account's zone; a dash for {@link Instant#EPOCH} and {@link Instant#MAX}. */
    public String time(Instant instant) {
        return time(instant, "");
    }

    /** Like {@link #time(Instant)}, with seconds: many lines of a list may have the same minute. */
    public String timeWithSeconds(Instant instant) {
        return time(instant, ":ss");
    }

    private String time(Instant instant, String more) {
        return instant.equals(Instant.EPOCH) || instant.equals(Instant.MAX)
                ? "–"
                : DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm" + more, messages.locale())
                        .format(instant.atZone(zone()));
    }

    /** A time for programs, in ISO 8601; empty for {@link Instant#MAX}. */
    public String machineTime(Instant instant) {
        return instant.equals(Instant.MAX) ? "" : DateTimeFormatter.ISO_INSTANT.format(instant);
    }

    /** A day without its year. */
    public String day(LocalDate day) {
        return DateTimeFormatter.ofPattern("EEE d MMM", messages.locale()).format(day);
    }

    /** A day with its year. */
    public String fullDay(LocalDate day) {
        return DateTimeFormatter.ofPattern("EEE d MMM yyyy", messages.locale()).format(day);
    }

    /** A day of the week, shortened. */
    public String dayOfWeek(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, messages.locale());
    }

    /** The month of a day, with its year. */
    public String month(LocalDate day) {
        return DateTimeFormatter.ofPattern("LLLL yyyy", messages.locale()).format(day);
    }

    /** A duration in days, hours, minutes and whole seconds. */
    public String duration(Duration duration) {
        return t(
                "duration",
                number(duration.toDays()),
                duration.toHoursPart(),
                duration.toMinutesPart(),
                duration.toSecondsPart());
    }

    /** A duration in seconds, with at most three decimals. */
    public String seconds(Duration duration) {
        return t("seconds", decimal(duration.toMillis() / 1_000.0, 3));
    }

    /** A share, from 0 to 1, in percent, with at most three decimals. */
    public String percent(double share) {
        return decimal(share * 100, 3) + " %";
    }

    private String decimal(double number, int most) {
        var format = NumberFormat.getNumberInstance(messages.locale());
        format.setMaximumFractionDigits(most);
        return format.format(number);
    }

    /** A size in KB, MB, GB or TB. */
    public String size(long bytes) {
        var units = List.of("KB", "MB", "GB", "TB");
        var unit = 0;
        var size = bytes / 1024.0;
        while (size >= 1024 && unit < units.size() - 1) {
            size /= 1024;
            unit++;
        }
        return decimal(size, size < 10 ? 1 : 0) + " " + units.get(unit);
    }

    /** An amount of money, with two decimals, or more if it has more. */
    public String money(Amount amount) {
        return decimal(amount, 2);
    }

    /** A quantity; a whole number has no decimals. */
    public String quantity(Amount amount) {
        return decimal(amount, 0);
    }

    private String decimal(Amount amount, int fewest) {
        var format = NumberFormat.getNumberInstance(messages.locale());
        format.setMaximumFractionDigits(Math.max(fewest, amount.value().scale()));
        format.setMinimumFractionDigits(fewest);
        return format.format(amount.value());
    }

    /** A number with separators between groups of digits. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(messages.locale()).format(number);
    }
}
