package duenotice.desk;

import duenotice.access.DeskRole;
import duenotice.access.StaffAccounts;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks name and password against the staff accounts; somebody who guesses is made to wait. */
final class StaffLogin implements AuthenticationProvider {
    private final StaffAccounts staff;
    private final Guesses guesses;

    StaffLogin(StaffAccounts staff, LongSupplier nanoTime) {
        this.staff = staff;
        this.guesses = new Guesses(nanoTime);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var name = authentication.getName();
        var address = authentication.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        if (!guesses.mayTry(name, address)) {
            throw new LockedException("too many wrong passwords; wait five minutes");
        }
        var password = String.valueOf(authentication.getCredentials());
        var person = staff.authenticate(name, password)
                .filter(found -> found.role() != DeskRole.REPORTER)
                .orElseThrow(() -> new BadCredentialsException("wrong name or password"));
        guesses.right(name, address);
        return UsernamePasswordAuthenticationToken.authenticated(person.name(), null, List.of());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
