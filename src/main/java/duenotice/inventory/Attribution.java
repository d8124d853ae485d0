package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.util.List;
import java.util.function.Predicate;

/** Decides whose something is from the rows that overlap what was asked. */
final class Attribution {
    /** What providers commonly route to one machine; feeds often name IPv6 sources no finer. */
    private static final int ONE_MACHINE_V6 = 64;

    private Attribution() {}

    /**
     * A server that had the address, or has the host name, some time in the asked span.
     *
     * @param whole the server's address contains all that was asked
     * @param then at the asked instant itself, and not only shortly before an unsure one
     * @param named length of the longest of its host names that fits the asked one; 0 where none does
     */
    record Candidate(ServerId server, CustomerId customer, boolean shared, boolean whole, boolean then, int named) {}

    /** @param candidates those of the asked instant first, then the latest first */
    static Whose decide(Question question, boolean ours, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return ours ? new Whose.NoCustomer() : new Whose.Foreign();
        }
        var meant = candidates;
        // Behind a shared address only a host name says who is meant, also where one server alone is listed.
        if (question.address().isEmpty() || candidates.stream().anyMatch(each -> each.then && each.shared)) {
            var best = candidates.stream()
                    .filter(Candidate::then)
                    .mapToInt(Candidate::named)
                    .max()
                    .orElse(0);
            if (question.address().isPresent() && best == 0) {
                return shared(candidates);
            }
            meant = candidates.stream().filter(each -> each.named == best).toList();
        }
        var holders = meant.stream().anyMatch(Candidate::then)
                ? meant.stream().filter(Candidate::then).toList()
                : meant.stream().limit(1).toList();
        if (holders.isEmpty()) {
            return new Whose.NoCustomer();
        }
        var holder = holders.getFirst();
        Predicate<Candidate> same = each -> each.server.equals(holder.server) && each.customer.equals(holder.customer);
        if (!holders.stream().allMatch(same)) {
            return shared(holders);
        }
        var narrow = holders.stream().anyMatch(Candidate::whole)
                || question.address().filter(Attribution::isOneMachine).isPresent();
        if (!narrow) {
            return shared(holders);
        }
        return new Whose.Owned(
                holder.server, holder.customer, holder.then && meant.stream().allMatch(same));
    }

    private static Whose shared(List<Candidate> candidates) {
        return new Whose.Shared(
                candidates.stream().map(Candidate::server).distinct().toList());
    }

    private static boolean isOneMachine(Prefix address) {
        return address.isV6() && address.length() >= ONE_MACHINE_V6;
    }
}
