package duenotice.enforcement;

/**
 * The provider's network and power control, as the desk uses it. No answer is proof: what counts is seen by
 * {@link #inspect}, before and after each change.
 *
 * <p>A request with a key that was carried out before changes nothing more. Calls may block up to the driver's own time
 * limit, which is real time, and never throw for what the outside does.
 */
public interface Cutoff {
    /** How the target stands now; changes nothing. What the driver cannot see is unknown. */
    ObservedState inspect(Target target);

    /**
     * Puts a measure on: network off (console and rescue stay reachable); power off, gracefully, then hard, disks
     * untouched; null route for one address; repair, which is power on with the network off.
     */
    Outcome cut(Order order);

    /**
     * Undoes what a measure changed, so that the target stands as in {@code back}; what is unknown there is left as it
     * is. A target that was off before stays off. Undoing a power-off also ends a repair that is under way.
     *
     * @param back what was seen before the measure, with the driver's own {@link ObservedState#raw}
     */
    Outcome restore(Order order, ObservedState back);

    /** False where people act and only their word tells: then what was before is not known. */
    default boolean canSee() {
        return true;
    }
}
