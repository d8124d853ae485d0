package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;

/** That this address stands on this server of this customer; asked again before each measure (R54). */
public record Holding(Prefix address, ServerId server, CustomerId customer) {}
