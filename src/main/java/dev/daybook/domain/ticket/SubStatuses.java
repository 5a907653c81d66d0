package dev.daybook.domain.ticket;

import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An account's list of sub-statuses.
 *
 * @param list the sub-statuses; the first one is that of a new ticket
 */
public record SubStatuses(List<SubStatus> list) {
    /** The largest number of sub-statuses. Every write of a ticket reads them. */
    public static final int MAX_PER_ACCOUNT = 500;

    /**
     * The list of an account that has set none: the sub-statuses that appear in the vendor's reference and its clients.
     */
    public static final SubStatuses DEFAULT = new SubStatuses(List.of(
            new SubStatus("US", "Unattended", false),
            new SubStatus("OP", "Open", false),
            new SubStatus("IN", "In Progress", false),
            new SubStatus("CL", "Closed", true),
            new SubStatus("CO", "Completed", true),
            new SubStatus("RS", "Resolved", true),
            new SubStatus("CRS", "Customer Reopened", false)));

    public SubStatuses {
        list = List.copyOf(list);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("an account needs a sub-status for new tickets");
        }
    }

    /** The sub-status of a new ticket. */
    public SubStatus first() {
        return list.get(0);
    }

    /**
     * Finds a sub-status by key, else by name, else by a text with both, such as Closed - CL. Ignores case. If several
     * have this name, returns the first one.
     */
    public Optional<SubStatus> find(String keyOrName) {
        return listed(keyOrName).stream().findFirst();
    }

    /** Finds a sub-status by key or name. For an unknown word, makes a sub-status with this word as key and name. */
    public SubStatus of(String keyOrName) {
        return find(keyOrName).orElseGet(() -> new SubStatus(keyOrName, keyOrName, false));
    }

    /**
     * Finds sub-statuses as {@link #find(String)} does, and returns their keys: all keys if several sub-statuses have
     * this name. For an unknown word, returns the word itself.
     */
    public List<String> keys(String keyOrName) {
        var listed = listed(keyOrName);
        return listed.isEmpty()
                ? List.of(keyOrName)
                : listed.stream().map(SubStatus::key).toList();
    }

    /**
     * The sub-status of a ticket after a change that completes it but gives no sub-status: {@code CO} if this
     * sub-status completes tickets, or else the first one that does. Empty if none does.
     */
    public Optional<SubStatus> completing() {
        return find(sub -> sub.completes() && sub.key().equals("CO")).or(() -> find(SubStatus::completes));
    }

    /** Whether the sub-status with exactly this key completes tickets; false if there is none. */
    public boolean completes(String key) {
        return list.stream().anyMatch(sub -> sub.key().equals(key) && sub.completes());
    }

    /**
     * This list with a sub-status added, or replaced if the key exists.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if a new key differs from an existing one only in case:
     *     {@link #find(String)} would never return the new one. INVALID_VALUE if there are too many
     */
    public SubStatuses with(SubStatus changed) {
        var all = new ArrayList<>(list);
        all.replaceAll(sub -> sub.key().equals(changed.key()) ? changed : sub);
        if (!all.contains(changed)) {
            find(sub -> TextKey.of(sub.key()).equals(TextKey.of(changed.key()))).ifPresent(alike -> {
                throw Reason.SUB_STATUS_IN_OTHER_CASE.with(alike.key());
            });
            if (all.size() >= MAX_PER_ACCOUNT) {
                throw Reason.TOO_MANY_SUB_STATUSES.with(MAX_PER_ACCOUNT);
            }
            all.add(changed);
        }
        return new SubStatuses(all);
    }

    /** This list with the key of each sub-status as its name. */
    public SubStatuses namedByKeys() {
        return new SubStatuses(list.stream()
                .map(sub -> new SubStatus(sub.key(), sub.key(), sub.completes()))
                .toList());
    }

    /**
     * This list without the sub-status that has exactly this key.
     *
     * @throws IllegalArgumentException if the list has no other
     */
    public SubStatuses without(String key) {
        return new SubStatuses(
                list.stream().filter(sub -> !sub.key().equals(key)).toList());
    }

    private List<SubStatus> listed(String keyOrName) {
        var word = TextKey.of(keyOrName);
        var byKey = find(sub -> TextKey.of(sub.key()).equals(word));
        if (byKey.isPresent()) {
            return List.of(byKey.get());
        }
        var named =
                list.stream().filter(sub -> TextKey.of(sub.name()).equals(word)).toList();
        return named.isEmpty()
                ? find(sub -> isBoth(word, sub.key(), sub.name())).map(List::of).orElse(List.of())
                : named;
    }

    /**
     * Whether a word has both this key and this name, in any order, such as Closed - CL on the vendor's page of Update
     * Ticket.
     */
    static boolean isBoth(String word, String key, String name) {
        return word.contains(" - ")
                && Stream.of(name + " - " + key, key + " - " + name)
                        .anyMatch(both -> TextKey.of(both).equals(TextKey.of(word)));
    }

    private Optional<SubStatus> find(Predicate<SubStatus> wanted) {
        return list.stream().filter(wanted).findFirst();
    }
}
