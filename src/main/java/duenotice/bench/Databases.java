package duenotice.bench;

import duenotice.database.Database;

/// Gives every scenario an empty database of its own, which the scenario closes.
@FunctionalInterface
interface Databases {
    /// @param name of letters and underscores
    Database fresh(String name);
}
