package duenotice;

import duenotice.call.Telephone;
import duenotice.call.sip.SipCheck;
import duenotice.call.sip.SipSettings;
import duenotice.call.twilio.TwilioAccount;
import duenotice.call.twilio.TwilioSettings;
import duenotice.call.twilio.TwilioTelephone;
import duenotice.inventory.PhoneNumber;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;

/// What of the telephone works and what does not, in one screen.
final class CheckPhone {
    private final Settings settings;
    private final InstantSource clock;
    private final PrintWriter out;
    private boolean well = true;

    CheckPhone(Settings settings, InstantSource clock, PrintWriter out) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
    }

    /// @param call a number to ring; empty for none
    /// @return false where something does not work
    boolean run(Optional<String> call) {
        if (!settings.phone().calls()) {
            line(true, "settings", "back end operator: people call, nothing to reach");
            call.ifPresent(number -> line(false, "test call", "people make it: the program rings nobody"));
            number(call);
            return well;
        }
        return settings.phone().backEnd().equals("sip") ? sip(call) : twilio(call);
    }

    private boolean sip(Optional<String> call) {
        SipSettings trunk;
        try {
            trunk = Outside.sip(settings).orElseThrow();
        } catch (RuntimeException wrong) {
            line(false, "settings", String.valueOf(wrong.getMessage()));
            return well;
        }
        line(true, "settings", "back end sip, " + trunk);
        for (var finding : SipCheck.of(trunk)) {
            finding.good()
                    .ifPresentOrElse(
                            good -> line(good, finding.what(), finding.says()),
                            () -> unknown(finding.what(), finding.says()));
        }
        if (number(call)) {
            switch (SipCheck.testCall(
                    trunk,
                    PhoneNumber.of(call.orElseThrow()),
                    settings.provider().name(),
                    clock)) {
                case Telephone.Course.Over over ->
                    line(over.outcome().isTry(), "test call", over.outcome() + " " + over.detail());
                case Telephone.Course.NotPlaced failed -> line(false, "test call", failed.why());
                case Telephone.Course.Ringing ignored -> line(false, "test call", "it has no end");
                case Telephone.Course.NotNow ignored -> line(false, "test call", "not just now");
                case Telephone.Course.InDoubt doubt -> line(false, "test call", doubt.why());
            }
        } else if (call.isEmpty()) {
            unknown("test call", "not asked for; --call NUMBER rings one");
        }
        return well;
    }

    private boolean twilio(Optional<String> call) {
        TwilioSettings account;
        try {
            account = Outside.twilio(settings).orElseThrow();
        } catch (RuntimeException wrong) {
            line(false, "settings", String.valueOf(wrong.getMessage()));
            return well;
        }
        line(true, "settings", "back end twilio, " + account);
        var reached = new TwilioAccount(account);
        var state = reached.state();
        line(state.equals("active"), "account", state);
        var owns = reached.ownsCallerId();
        line(
                owns.orElse(false),
                "caller id",
                account.from()
                        + (owns.isEmpty()
                                ? ": the account does not say whether it may be shown"
                                : owns.get()
                                        ? " belongs to the account"
                                        : " neither belongs to the account nor is verified"));
        line(
                "https".equals(account.callbacks().getScheme()),
                "callbacks",
                account.callbacks()
                        + ("https".equals(account.callbacks().getScheme())
                                ? ", which the exchange must reach from outside"
                                : ": without https anybody in between hears what is said"));
        if (number(call)) {
            ring(account, PhoneNumber.of(call.orElseThrow()));
        } else if (call.isEmpty()) {
            unknown("test call", "not asked for; --call NUMBER rings one");
        }
        return well;
    }

    private boolean number(Optional<String> call) {
        if (call.isEmpty()) {
            return false;
        }
        try {
            var number = PhoneNumber.of(call.get());
            line(
                    number.use() == PhoneNumber.Use.ANYBODY,
                    "number",
                    number.why().isEmpty()
                            ? number.text()
                                    + number.region().map(" in "::concat).orElse("")
                            : number.why());
            return number.use() == PhoneNumber.Use.ANYBODY;
        } catch (IllegalArgumentException noNumber) {
            line(false, "number", String.valueOf(noNumber.getMessage()));
            return false;
        }
    }

    private void ring(TwilioSettings account, PhoneNumber number) {
        var words = "This is a test call of " + settings.provider().name() + ". Nothing is wrong. Goodbye.";
        switch (TwilioTelephone.test(account, number, words)) {
            case Telephone.Course.Ringing ringing -> line(true, "test call", "placed as " + ringing.reference());
            case Telephone.Course.Over over -> line(false, "test call", over.outcome() + ": " + over.detail());
            case Telephone.Course.NotPlaced failed -> line(false, "test call", failed.why());
            case Telephone.Course.NotNow ignored ->
                line(false, "test call", "the exchange takes no more calls just now");
            case Telephone.Course.InDoubt doubt -> line(false, "test call", doubt.why());
        }
    }

    private void unknown(String what, String says) {
        out.printf("%-8s %-17s %s%n", "unknown", what, says);
    }

    private void line(boolean good, String what, String says) {
        well &= good;
        out.printf("%-8s %-17s %s%n", good ? "ok" : "WRONG", what, says.replaceAll("\\p{Cntrl}+", " "));
    }
}
