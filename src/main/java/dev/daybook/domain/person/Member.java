package dev.daybook.domain.person;

/** A person with a role in an account. */
public record Member(Person person, Role role) {}
