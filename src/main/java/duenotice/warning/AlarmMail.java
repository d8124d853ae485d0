package duenotice.warning;

import duenotice.casework.Alarms.Alarm;
import duenotice.casework.Alarms.AlarmCarrier;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mails an alarm to the member of the rota whose turn it is; after the last one it is the first one's again. */
public final class AlarmMail implements AlarmCarrier {
    /** Alarms are let through whatever else waits. */
    static final String ALARM_HEADER = "X-Duenotice-Alarm";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

    private final Relay relay;
    private final List<String> rota;
    private final ProviderIdentity provider;

    /** @param rota bare addresses in order of turn, at least one */
    public AlarmMail(Relay relay, List<String> rota, ProviderIdentity provider) {
        if (rota.isEmpty()) {
            throw new IllegalArgumentException("the rota for alarms has no address");
        }
        this.relay = relay;
        this.rota = List.copyOf(rota);
        this.provider = provider;
    }

    @Override
    public String recipient(int level) {
        return rota.get(level % rota.size());
    }

    @Override
    public void carry(Alarm alarm, int level) {
        var delivery = relay.hand(mail(alarm, level));
        switch (delivery) {
            case Delivery.Accepted ignored -> {}
            case Delivery.Refused refused -> throw failed(refused.reply());
            case Delivery.Deferred deferred -> throw failed(deferred.reply());
            case Delivery.OutOfTurn waits -> throw failed(waits.why());
            case Delivery.RelayAway away -> throw failed(away.why());
        }
    }

    private static IllegalStateException failed(String why) {
        return new IllegalStateException("the relay did not take the alarm: " + why);
    }

    private OutgoingMail mail(Alarm alarm, int level) {
        var incident = alarm.incident().map(id -> "#" + id.number()).orElse("no single incident");
        var text =
                InertText.value(alarm.text()) + "\n\nAlarm:    " + alarm.kind().word() + " (" + alarm.id()
                        + ")\nIncident: " + incident + "\nRaised:   "
                        + MOMENT.format(alarm.at().atOffset(ZoneOffset.UTC))
                        + "\nTurn:     " + (level + 1)
                        + "\n\nUntil somebody acknowledges it in the console, it goes to the next\n"
                        + "on the rota every ten minutes.\n" + provider.baseUrl() + "/desk/alarms\n";
        return new OutgoingMail(
                "",
                recipient(level),
                "",
                provider.fromAddress(),
                provider.name(),
                Optional.empty(),
                "[alarm] " + alarm.kind().word()
                        + alarm.incident().map(id -> " #" + id.number()).orElse(""),
                text,
                Optional.empty(),
                "<alarm-" + alarm.id() + "-" + alarm.at().toEpochMilli() + "-" + level + "@" + provider.domain() + ">",
                Map.of(
                        "Auto-Submitted",
                        "auto-generated",
                        ALARM_HEADER,
                        alarm.kind().word()),
                Optional.empty());
    }
}
