/// The database: its own server when none is given, migrations, and transactions.
@NullMarked
package duenotice.database;

import org.jspecify.annotations.NullMarked;
