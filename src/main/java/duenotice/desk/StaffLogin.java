package duenotice.desk;

import duenotice.access.DeskRole;
import duenotice.access.StaffAccounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Checks name and password against the staff accounts; somebody who guesses is made to wait. */
final class StaffLogin implements AuthenticationProvider {
    private static final int WRONG_TRIES = 10;
    private static final long WAIT = 300_000_000_000L;
    private static final int KEPT = 10_000;

    private final StaffAccounts staff;
    private final LongSupplier nanoTime;
    private final Map<String, Tries> wrong = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > KEPT;
        }
    };

    private record Tries(long since, int count) {}

    /** @param nanoTime real time: guessing is not slowed by a clock that stands still */
    StaffLogin(StaffAccounts staff, LongSupplier nanoTime) {
        this.staff = staff;
        this.nanoTime = nanoTime;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var name = authentication.getName();
        if (isWaiting(name)) {
            throw new LockedException("too many wrong passwords; wait five minutes");
        }
        var password = String.valueOf(authentication.getCredentials());
        var person = staff.authenticate(name, password).filter(found -> found.role() != DeskRole.REPORTER);
        if (person.isEmpty()) {
            count(name);
            throw new BadCredentialsException("wrong name or password");
        }
        return UsernamePasswordAuthenticationToken.authenticated(person.get().name(), null, List.of());
    }

    private synchronized boolean isWaiting(String name) {
        var tries = wrong.get(name);
        return tries != null && tries.count() >= WRONG_TRIES && nanoTime.getAsLong() - tries.since() < WAIT;
    }

    private synchronized void count(String name) {
        var now = nanoTime.getAsLong();
        var tries = wrong.get(name);
        wrong.put(
                name,
                tries == null || now - tries.since() >= WAIT
                        ? new Tries(now, 1)
                        : new Tries(tries.since(), tries.count() + 1));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
