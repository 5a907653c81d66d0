package dev.daybook.console.openid;

import dev.daybook.console.frame.Secrets;

/**
 * One log-in through the provider. Its values are derived from a random word, which only the browser's cookie has. An
 * answer for another browser, an old answer or an intercepted code is therefore worthless.
 *
 * @param word the random word
 */
record LoginRequest(String word) {
    /** The value that the provider returns with its answer. */
    String state() {
        return Secrets.derived(word, "state");
    }

    /** The value that the provider puts into the token. */
    String nonce() {
        return Secrets.derived(word, "nonce");
    }

    /** The proof that the sender of the code is the one who asked for it (PKCE, RFC 7636). */
    String verifier() {
        return Secrets.derived(word, "verifier");
    }

    /**
     * The digest of the verifier. The provider gets the digest when the log-in begins. It gets the verifier only later,
     * together with the code.
     */
    String challenge() {
        return Secrets.text(Secrets.digest(verifier()));
    }

    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
