package dev.daybook.http.admin;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.wire.admin.AdminOperation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The table of the admin API: which handler serves which operation. */
public final class AdminApi {
    private final Map<AdminOperation, Function<AdminCall, Object>> handlers = new EnumMap<>(AdminOperation.class);

    /** Builds the table. */
    public AdminApi(
            AccountAdmin accounts,
            KeyAdmin keys,
            TicketRulesAdmin rules,
            ListAdmin lists,
            WebhookAdmin webhooks,
            UserAdmin users,
            DeploymentAdmin deployment) {
        handlers.put(AdminOperation.LIST_ACCOUNTS, accounts::list);
        handlers.put(AdminOperation.CREATE_ACCOUNT, accounts::create);
        handlers.put(AdminOperation.CHANGE_ACCOUNT, accounts::change);
        handlers.put(AdminOperation.LIST_KEYS, keys::list);
        handlers.put(AdminOperation.CREATE_KEY, keys::create);
        handlers.put(AdminOperation.ROTATE_KEY, keys::rotate);
        handlers.put(AdminOperation.DISABLE_KEY, keys::disable);
        handlers.put(AdminOperation.LIST_LISTS, lists::list);
        handlers.put(AdminOperation.ADD_LIST_ENTRY, lists::add);
        handlers.put(AdminOperation.LIST_SUB_STATUSES, rules::subStatuses);
        handlers.put(AdminOperation.SET_SUB_STATUS, rules::setSubStatus);
        handlers.put(AdminOperation.REMOVE_SUB_STATUS, rules::removeSubStatus);
        handlers.put(AdminOperation.NAME_SUB_STATUSES_BY_KEYS, rules::nameByKeys);
        handlers.put(AdminOperation.GET_CALENDAR, rules::calendar);
        handlers.put(AdminOperation.CHANGE_CALENDAR, rules::changeCalendar);
        handlers.put(AdminOperation.GET_WEBHOOK, webhooks::show);
        handlers.put(AdminOperation.SET_WEBHOOK, webhooks::set);
        handlers.put(AdminOperation.REMOVE_WEBHOOK, webhooks::remove);
        handlers.put(AdminOperation.LIST_DELIVERIES, webhooks::deliveries);
        handlers.put(AdminOperation.RETRY_DELIVERIES, webhooks::retry);
        handlers.put(AdminOperation.LIST_USERS, users::list);
        handlers.put(AdminOperation.CREATE_USER, users::create);
        handlers.put(AdminOperation.DISABLE_USER, users::disable);
        handlers.put(AdminOperation.RESET_USER, users::reset);
        handlers.put(AdminOperation.MARK_RESTORED, deployment::restored);
        handlers.put(AdminOperation.GET_BACKUP, deployment::backup);
        handlers.put(AdminOperation.START_BACKUP, deployment::startBackup);
    }

    /** What the audit says of an operation that only reads; empty if the operation writes its line itself. */
    static Optional<AuditAction> look(AdminOperation operation) {
        return Optional.ofNullable(
                switch (operation) {
                    case LIST_ACCOUNTS -> AuditAction.LOOK_AT_ACCOUNTS;
                    case LIST_KEYS -> AuditAction.LOOK_AT_KEYS;
                    case LIST_LISTS -> AuditAction.LOOK_AT_LISTS;
                    case LIST_SUB_STATUSES -> AuditAction.LOOK_AT_SUB_STATUSES;
                    case GET_CALENDAR -> AuditAction.LOOK_AT_CALENDAR;
                    case GET_WEBHOOK -> AuditAction.LOOK_AT_WEBHOOK;
                    case LIST_DELIVERIES -> AuditAction.LOOK_AT_DELIVERIES;
                    case LIST_USERS -> AuditAction.LOOK_AT_PEOPLE;
                    case GET_BACKUP -> AuditAction.LOOK_AT_BACKUP;
                    case CREATE_ACCOUNT,
                            CHANGE_ACCOUNT,
                            CREATE_KEY,
                            ROTATE_KEY,
                            DISABLE_KEY,
                            ADD_LIST_ENTRY,
                            SET_SUB_STATUS,
                            REMOVE_SUB_STATUS,
                            NAME_SUB_STATUSES_BY_KEYS,
                            CHANGE_CALENDAR,
                            SET_WEBHOOK,
                            REMOVE_WEBHOOK,
                            RETRY_DELIVERIES,
                            CREATE_USER,
                            DISABLE_USER,
                            RESET_USER,
                            MARK_RESTORED,
                            START_BACKUP -> null;
                });
    }

    /**
     * The answer of an operation, a record of {@code wire.admin}.
     *
     * @throws dev.daybook.domain.ProblemException what is wrong with the call
     * @throws IllegalArgumentException if a value of the call is not valid
     */
    public Object answer(AdminOperation operation, AdminCall call) {
        return Objects.requireNonNull(handlers.get(operation), "every operation has a handler")
                .apply(call);
    }
}
