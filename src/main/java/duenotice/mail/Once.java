package duenotice.mail;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something worked out when it is first asked for, and then kept; two threads at once would only work it out twice. */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> work;
    private @Nullable T result;

    public Once(Supplier<T> work) {
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
