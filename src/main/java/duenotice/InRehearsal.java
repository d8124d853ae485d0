package duenotice;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Chooses what exists in rehearsal only.
final class InRehearsal implements Condition {
    /// Set by {@link Start} before the parts are chosen.
    static final String PROPERTY = "rehearsal";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().getProperty(PROPERTY, Boolean.class, false);
    }
}
