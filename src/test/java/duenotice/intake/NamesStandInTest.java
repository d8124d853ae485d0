package duenotice.intake;

import duenotice.database.TestDatabase;
import duenotice.inventory.NameLookup;
import duenotice.rehearsal.NamesStandIn;
import duenotice.report.Prefix;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class NamesStandInTest extends NameLookupContract {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static NamesStandIn standIn() {
        var names = new NamesStandIn(database.jdbc(), () -> NOW);
        names.set(
                "shop.example",
                List.of(Prefix.of("198.51.100.7"), Prefix.of("198.51.100.8"), Prefix.of("2001:db8::7")));
        names.set("four.example", List.of(Prefix.of("198.51.100.9")));
        return names;
    }

    @Override
    NameLookup lookup() {
        var names = standIn();
        names.setAway(false);
        return names;
    }

    @Override
    NameLookup away() {
        var names = standIn();
        names.setAway(true);
        return names;
    }
}
