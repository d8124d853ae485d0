package duenotice.incident;

/**
 * Who did something (R65).
 *
 * @param name the staff member's or contact's name; for automation the part that acted
 */
public record Actor(Role role, String name) {
    public static final Actor AUTOMATION = new Actor(Role.AUTOMATION, "automation");

    /** On whose side the actor stands. */
    public enum Role {
        AUTOMATION,
        STAFF,
        CUSTOMER,
        REPORTER,
        INFRASTRUCTURE
    }

    public static Actor staff(String name) {
        return new Actor(Role.STAFF, name);
    }

    public static Actor customer(String address) {
        return new Actor(Role.CUSTOMER, address);
    }

    public boolean isStaff() {
        return role == Role.STAFF;
    }
}
