package duenotice.incident;

import java.util.Optional;

/** What is kept sealed goes when the server is back, the incident closes, changes hands, or its time is over (R25). */
final class SecretDuties {
    private final Incident incident;
    private final Circumstances circumstances;
    private final Wake wake;

    SecretDuties(Incident incident, Circumstances circumstances, Wake wake) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.wake = wake;
    }

    Optional<Step> first() {
        return incident.secrets().stream()
                .filter(Incident.Secret::isKept)
                .flatMap(secret -> over(secret).map(why -> Step.WipeSecret.of(secret.number(), why)).stream())
                .<Step>map(step -> step)
                .filter(step -> wake.admits(step, circumstances))
                .findFirst();
    }

    private Optional<String> over(Incident.Secret secret) {
        if (secret.epoch() < incident.epoch()) {
            return Optional.of("the incident went to another server or customer");
        }
        if (incident.closedAt().filter(at -> !at.isBefore(secret.keptAt())).isPresent()) {
            return Optional.of("the incident is closed");
        }
        if (incident.restoredAt().filter(at -> !at.isBefore(secret.keptAt())).isPresent()
                && !incident.measureInForce()) {
            return Optional.of("the server is restored");
        }
        return wake.hasCome(secret.until()) ? Optional.of("its time was over") : Optional.empty();
    }
}
