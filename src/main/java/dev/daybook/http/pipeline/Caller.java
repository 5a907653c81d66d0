package dev.daybook.http.pipeline;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;

/**
 * The sender of a request.
 *
 * @param key the valid API key
 * @param account the key's account
 */
public record Caller(ApiKey key, Account account) {}
