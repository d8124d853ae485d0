package duenotice.intake.format;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something worked out when it is first asked for, and then kept. For one thread. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> work;
    private @Nullable T result;

    Once(Supplier<T> work) {
        this.work = work;
    }

    @Override
    public T get() {
        var known = result;
        if (known == null) {
            known = work.get();
            result = known;
        }
        return known;
    }
}
