package dev.daybook.domain.person;

/**
 * A person with a role in an account.
 *
 * @param person the person
 * @param role the role
 */
public record Member(Person person, Role role) {}
