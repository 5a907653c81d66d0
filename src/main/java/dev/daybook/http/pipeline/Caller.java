package dev.daybook.http.pipeline;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;

/**
 * Who sends a request.
 *
 * @param key the API key, valid
 * @param account the key's account
 */
public record Caller(ApiKey key, Account account) {}
