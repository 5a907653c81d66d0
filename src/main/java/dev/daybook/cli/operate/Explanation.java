package dev.daybook.cli.operate;

import java.util.List;

/**
 * Meaning of an exit code or HTTP status, and what to do.
 *
 * @param code an exit code such as {@code exit-1}, or a status such as {@code 401}
 * @param meaning what happened
 * @param remedy what to do
 */
record Explanation(String code, String meaning, String remedy) {
    /** All explanations; a test compares them with the statuses and exit codes in use. */
    static final List<Explanation> ALL = List.of(
            new Explanation("exit-0", "Done; a server was stopped by a signal.", "Nothing."),
            new Explanation(
                    "exit-1",
                    "Failed. The line before says why. Nothing was stored, unless that line says that it was, or that"
                            + " this is not known.",
                    "Do what the line says; 'daybook doctor' looks for the usual reasons."),
            new Explanation(
                    "exit-2",
                    "Wrong usage: an option, a value or a setting; of a pull, also files of another pull.",
                    "See 'daybook COMMAND --help'. Settings also come from DAYBOOK_ variables and --config:"
                            + " 'daybook config print' shows those that are set."),
            new Explanation(
                    "exit-3",
                    "A pull is incomplete, or not known to be complete; of a check, too little could be established.",
                    "Do what the message says. Then run the same command again, unless its last line says otherwise: a"
                            + " pull continues."),
            new Explanation(
                    "exit-4",
                    "The server refused the key.",
                    "Check --cm-id and the key; of a Daybook, 'daybook key list' shows its expiry and scopes. Then run"
                            + " the same command again, unless its last line says otherwise: a pull continues."),
            new Explanation(
                    "exit-5",
                    "The server was unavailable, or asked to wait, for longer than --max-wait; of a check, it does not"
                            + " answer.",
                    "Run the same command again later, unless its last line says otherwise: a pull continues. Of"
                            + " 'pull' and 'verify', --max-wait can be raised."),
            new Explanation(
                    "exit-6",
                    "All days are pulled, but not proven to be complete: the server's proof differs, or is"
                            + " unavailable. Of 'verify': the files differ.",
                    "If there was no proof, run the same command again, without --restart: it only compares. If it"
                            + " differs, 'daybook verify' names the days, and --restart pulls them again."),
            new Explanation(
                    "exit-130",
                    "Stopped by Ctrl-C.",
                    "Run the same command again, unless its last line says otherwise: a pull continues."),
            new Explanation(
                    "exit-143",
                    "Stopped by SIGTERM.",
                    "Run the same command again, unless its last line says otherwise: a pull continues."),
            new Explanation(
                    "400",
                    "The request's body or a value in it is not as documented.",
                    "The message names the field, what was expected and what was found."),
            new Explanation(
                    "401",
                    "No valid key. All wrong keys get this answer: missing, unknown, expired, disabled.",
                    "Send 'Authorization: Basic TOKEN', with the token as 'daybook key create' printed it; see"
                            + " 'daybook key list' for its state."),
            new Explanation(
                    "403",
                    "The key is valid but lacks the operation's scope, or names another account.",
                    "Make a key with the scope: 'daybook key create --scopes'. Check cm_id in the request."),
            new Explanation(
                    "404",
                    "No such path, or no such record in this account.",
                    "Compare the path with /docs on the server; check the id."),
            new Explanation("405", "The path takes another method.", "Most operations are POST; see /docs."),
            new Explanation(
                    "409",
                    "The write contradicts what is stored: a code or an Idempotency-Key is in use, or several"
                            + " customers match.",
                    "The message says which. Use a new Idempotency-Key for a new body."),
            new Explanation(
                    "413", "The body is larger than --max-body.", "Send less in one request, or raise --max-body."),
            new Explanation(
                    "415", "The body's content type is not JSON in UTF-8.", "Send 'Content-Type: application/json'."),
            new Explanation(
                    "429",
                    "More requests a second than --rate, or too many wrong keys from one address.",
                    "Wait as long as Retry-After says. Raise --rate if the caller is right."),
            new Explanation(
                    "500",
                    "A defect of Daybook.",
                    "The log has the line with this X-Request-Id. Please report it, without personal data."),
            new Explanation(
                    "503",
                    "Busy, stopping, or the database is out of reach or its disk full. Nothing was stored, unless"
                            + " the message says that this is not known, or there is no message: a proxy sends that.",
                    "Try again after Retry-After. If the message says so, look first, or repeat the write with the same"
                            + " Idempotency-Key. If it stays: 'daybook doctor', and the log."));

    /** Whether this explains a code as typed: {@code exit-1} may be typed as {@code 1}. */
    boolean is(String typed) {
        return code.equalsIgnoreCase(typed) || code.equals("exit-" + typed);
    }
}
