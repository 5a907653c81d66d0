package dev.daybook.console.openid;

import dev.daybook.console.frame.Secrets;

/**
 * One log-in on its way through the provider. Its values are derived from a random word, which only the browser's cookie
 * has: an answer for another browser, an old answer or a code that was intercepted is worth nothing.
 *
 * @param word the random word
 */
record LoginRequest(String word) {
    /** What the provider returns with its answer. */
    String state() {
        return Secrets.derived(word, "state");
    }

    /** What the provider puts into the token. */
    String nonce() {
        return Secrets.derived(word, "nonce");
    }

    /** What proves that the code is redeemed by whoever asked for it (PKCE, RFC 7636). */
    String verifier() {
        return Secrets.derived(word, "verifier");
    }

    /** What the provider is told of the verifier beforehand. */
    String challenge() {
        return Secrets.text(Secrets.digest(verifier()));
    }

    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
