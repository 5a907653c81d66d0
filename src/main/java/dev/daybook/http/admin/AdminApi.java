package dev.daybook.http.admin;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The table of the admin API: which handler serves which operation. */
public final class AdminApi {
    private final Map<AdminOperation, Function<AdminCall, Object>> handlers = new EnumMap<>(AdminOperation.class);
    private final Map<AdminOperation, AuditAction> looks = new EnumMap<>(AdminOperation.class);

    public AdminApi(
            AccountAdmin accounts,
            KeyAdmin keys,
            TicketRulesAdmin rules,
            ListAdmin lists,
            WebhookAdmin webhooks,
            DeliveryAdmin deliveries,
            UserAdmin users,
            DeploymentAdmin deployment) {
        looks(AdminOperation.LIST_ACCOUNTS, accounts::list, AuditAction.LOOK_AT_ACCOUNTS);
        acts(AdminOperation.CREATE_ACCOUNT, accounts::create);
        answers(AdminOperation.CHANGE_ACCOUNT, accounts::change);
        looks(AdminOperation.LIST_KEYS, keys::list, AuditAction.LOOK_AT_KEYS);
        answers(AdminOperation.CREATE_KEY, keys::create);
        answers(AdminOperation.ROTATE_KEY, keys::rotate);
        acts(AdminOperation.DISABLE_KEY, keys::disable);
        looks(AdminOperation.LIST_LISTS, lists::list, AuditAction.LOOK_AT_LISTS);
        answers(AdminOperation.ADD_LIST_ENTRY, lists::add);
        looks(AdminOperation.LIST_SUB_STATUSES, rules::subStatuses, AuditAction.LOOK_AT_SUB_STATUSES);
        acts(AdminOperation.SET_SUB_STATUS, rules::setSubStatus);
        acts(AdminOperation.REMOVE_SUB_STATUS, rules::removeSubStatus);
        acts(AdminOperation.NAME_SUB_STATUSES_BY_KEYS, rules::nameByKeys);
        looks(AdminOperation.GET_CALENDAR, rules::calendar, AuditAction.LOOK_AT_CALENDAR);
        answers(AdminOperation.CHANGE_CALENDAR, rules::changeCalendar);
        looks(AdminOperation.GET_WEBHOOK, webhooks::show, AuditAction.LOOK_AT_WEBHOOK);
        answers(AdminOperation.SET_WEBHOOK, webhooks::set);
        acts(AdminOperation.REMOVE_WEBHOOK, webhooks::remove);
        looks(AdminOperation.LIST_DELIVERIES, deliveries::list, AuditAction.LOOK_AT_DELIVERIES);
        answers(AdminOperation.RETRY_DELIVERIES, deliveries::retry);
        looks(AdminOperation.LIST_USERS, users::list, AuditAction.LOOK_AT_PEOPLE);
        answers(AdminOperation.CREATE_USER, users::create);
        acts(AdminOperation.DISABLE_USER, users::disable);
        answers(AdminOperation.RESET_USER, users::reset);
        acts(AdminOperation.MARK_RESTORED, deployment::restored);
        looks(AdminOperation.GET_BACKUP, deployment::backup, AuditAction.LOOK_AT_BACKUP);
        answers(AdminOperation.START_BACKUP, deployment::startBackup);
    }

    private void answers(AdminOperation operation, Function<AdminCall, Object> handler) {
        handlers.put(operation, handler);
    }

    /** Adds an operation without a result. */
    private void acts(AdminOperation operation, Consumer<AdminCall> handler) {
        handlers.put(operation, call -> {
            handler.accept(call);
            return new AdminJson.Done();
        });
    }

    /** Adds an operation that only reads; its calls are audited with the action {@code look}. */
    private void looks(AdminOperation operation, Function<AdminCall, Object> handler, AuditAction look) {
        handlers.put(operation, handler);
        looks.put(operation, look);
    }

    /** The audit action of an operation that only reads; empty if the operation writes its audit line itself. */
    Optional<AuditAction> look(AdminOperation operation) {
        return Optional.ofNullable(looks.get(operation));
    }

    /**
     * The answer of an operation, a record of {@code wire.admin}.
     *
     * @throws dev.daybook.domain.ProblemException if the call is refused
     */
    public Object answer(AdminOperation operation, AdminCall call) {
        return Objects.requireNonNull(handlers.get(operation), "every operation has a handler")
                .apply(call);
    }
}
