package dev.daybook.console.frame;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.TextField;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.SessionStore;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request of the console: its visitor, its account and its input. */
public final class Visit {
    private static final Pattern POSITION = Pattern.compile("(-?[0-9]{1,18})_([0-9]{1,18})");

    private final Context context;
    private final Optional<SessionStore.Found> session;
    private final Optional<Account> account;
    private final Optional<Role> role;
    private final Optional<Right> right;
    private final Messages messages;
    private final Clock clock;
    private final Instant now;

    /** A request whose sender is not known yet. */
    Visit(Context context, Clock clock) {
        this(context, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), clock);
    }

    /** @param right the right that the request needs; empty if it needs none, or if nobody is logged in */
    Visit(
            Context context,
            Optional<SessionStore.Found> session,
            Optional<Account> account,
            Optional<Role> role,
            Optional<Right> right,
            Clock clock) {
        this.context = context;
        this.session = session;
        this.account = account;
        this.role = role;
        this.right = right;
        this.messages = Messages.in(visitor()
                .map(Person::language)
                .filter(language -> !language.isEmpty())
                .orElseGet(() -> Messages.preferred(Origin.header(context, "Accept-Language"))));
        this.clock = clock;
        this.now = clock.instant();
    }

    /** The request itself, for its cookies, its form and its answer. */
    Context context() {
        return context;
    }

    Optional<SessionStore.Found> session() {
        return session;
    }

    /** The visitor, who must be logged in. */
    public Person person() {
        return visitor().orElseThrow();
    }

    /** The person, if logged in. */
    public Optional<Person> visitor() {
        return session.map(SessionStore.Found::person);
    }

    /** The id of the person, 0 for nobody. */
    public long personId() {
        return visitor().map(Person::id).orElse(0L);
    }

    /** The account, if there is one that the person may see. */
    Optional<Account> visible() {
        return account.filter(seen -> role.isPresent());
    }

    /** The account of the path, which the visitor may see. Fails on a page without an account. */
    public Account account() {
        return account.orElseThrow();
    }

    /** The number of the account. */
    public long cmId() {
        return account().cmId();
    }

    Optional<Role> role() {
        return role;
    }

    /** The public id of the session; empty if nobody is logged in. */
    public String sessionId() {
        return session.map(SessionStore.Found::sessionId).orElse("");
    }

    /** The texts in the visitor's language. */
    public Messages messages() {
        return messages;
    }

    /** A text in the visitor's language. */
    public String t(String key, Object... values) {
        return messages.text(key, values);
    }

    /** The message of a refusal, in the visitor's language. */
    public String t(ProblemException refused) {
        return messages.text(refused);
    }

    /** The time of the real clock when this object was created. For a handler, this is after the form was read. */
    public Instant now() {
        return now;
    }

    /** Fails if the page needs a right, and the session has ended or the person has lost this right. */
    public void checkRight(Transaction transaction) {
        if (right.isPresent()
                && !PersonAccess.holds(transaction, cmId(), session.get(), right.get(), clock.instant())) {
            throw new FailurePage.Refused("lost", 403);
        }
    }

    /** Whether the person has a right in the account. */
    public boolean may(Right right) {
        return role.filter(right::isOf).isPresent();
    }

    /** Locks the person, so that other forms of the person wait until the transaction ends, and checks the right. */
    public void holdRight(Transaction transaction) {
        PersonAccess.lock(transaction, personId());
        checkRight(transaction);
    }

    /** Writes an action to the audit, in the action's transaction. Fails if the person has lost the right to it. */
    public void audited(Transaction transaction, AuditAction action, long recordId) {
        holdRight(transaction);
        var act = new Act(account.map(Account::cmId).orElse(0L), personId(), address(), now);
        AuditStore.write(transaction, act, action, recordId);
    }

    /** Audits an action, such as a read, in its own transaction. Fails if {@link Origin#checkRead} refuses the read. */
    public void audited(Database database, AuditAction action, long recordId) {
        Origin.checkRead(context, messages);
        database.run("audit", transaction -> audited(transaction, action, recordId));
    }

    /** Refuses a download that a page of another site requests, or that {@link Origin#checkRead} refuses. */
    public void checkDownload() {
        Origin.checkDownload(context, messages);
    }

    /** Whether the request comes from a page that renews itself, without an action of the person. */
    public boolean isPoll() {
        return Origin.isPoll(context);
    }

    /** The person as the author of changes to records. */
    public Author author() {
        return Author.person(person().id());
    }

    /** The network address that the request comes from. */
    public String address() {
        return context.req().getRemoteAddr();
    }

    /** The {@code User-Agent} of the browser, at most 200 characters; empty if it sent none. */
    public String browser() {
        var agent = Origin.header(context, "User-Agent");
        return agent.substring(0, Math.min(200, agent.length()));
    }

    /** A value of the query, without U+0000 and without blanks around it; empty if there is none. */
    public String query(String name) {
        var value = context.queryParam(name);
        return value == null ? "" : Blanks.strip(value.replace("\u0000", ""));
    }

    /** A value of the form, without U+0000 and without blanks around it; CR LF becomes LF. Empty if there is none. */
    public String form(String name) {
        return Blanks.strip(typed(name).replace("\r\n", "\n").replace("\u0000", ""));
    }

    /** A code, an e-mail or a similar {@linkplain Blanks#word word} of the form; empty if there is none. */
    public String typedWord(String name) {
        return Blanks.word(form(name));
    }

    /** Whether the form has a field at all, maybe an empty one. */
    public boolean has(String name) {
        return SentForm.value(context, name) != null;
    }

    /** A value of the form exactly as it was typed, with all blanks, such as a password; empty if there is none. */
    public String typed(String name) {
        return Optional.ofNullable(SentForm.value(context, name)).orElse("");
    }

    /** The file of a form; empty if none was chosen. */
    public Optional<Upload> file(String name) {
        return Upload.of(context, name);
    }

    /** The values of a field that a form may have several times. */
    public List<String> forms(String name) {
        return SentForm.values(context, name);
    }

    /**
     * A value of the form for a field of a record.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the value is too long for the field
     */
    public String text(String name, TextField field) {
        var value = form(name);
        if (value.length() > field.maxLength()) {
            throw Problem.INVALID_VALUE.because(t("error.too.long", t("field." + name), field.maxLength()));
        }
        return value;
    }

    /** A number in the path; another text there is refused with NO_SUCH_PATH. */
    public long number(String name) {
        return digits(context.pathParam(name)).orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such page"));
    }

    /** A parameter of the path, as text. */
    public String word(String name) {
        return context.pathParam(name);
    }

    /** A number in the query; empty if it is missing or not a number. */
    public Optional<Long> queryNumber(String name) {
        return digits(query(name));
    }

    /** Parses a number of at most 18 digits; empty if the text is not one. */
    public static Optional<Long> digits(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** A day in the query, as {@link #dayOf} parses it. */
    public Optional<LocalDate> day(String name) {
        return dayOf(query(name));
    }

    /** Parses a day such as 2027-12-31; empty if the text is not a day of the years 1 to 9999. */
    public static Optional<LocalDate> dayOf(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() > 0 && day.getYear() < 10_000);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** The position after which a list continues; empty if the query has none, or none that can be read. */
    public Optional<PagePosition> after() {
        return Optional.of(POSITION.matcher(query("after")))
                .filter(Matcher::matches)
                .map(found -> new PagePosition(
                        Instant.ofEpochMilli(Long.parseLong(found.group(1))), Long.parseLong(found.group(2))));
    }

    /** A position in the form that {@link #after} reads from the query. */
    public static String cursor(PagePosition position) {
        return position.createdAt().toEpochMilli() + "_" + position.id();
    }

    /** The path of a page of the account: {@code /console/1000298/people} for {@code people}. */
    public String url(String rest) {
        return "/console/" + cmId() + "/" + rest;
    }

    /** Like {@link #url(String)}, but the page then shows the message {@code "done." + done}. */
    public String url(String rest, String done) {
        return url(rest) + "?done=" + done;
    }
}
