package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

/// The map of the packages, as data: who may import whom. `docs/architecture.md` draws the same map.
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_IMPORT = map();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("duenotice");

    private static Map<String, Set<String>> map() {
        var map = new LinkedHashMap<String, Set<String>>();
        map.put("report", Set.of());
        map.put("mail", Set.of());
        map.put("database", Set.of());
        map.put("fetch", Set.of());
        map.put("incident", Set.of("report"));
        map.put("policy", Set.of("incident", "report"));
        map.put("inventory", Set.of("report", "database", "fetch"));
        map.put("knowledge", Set.of("report", "database"));
        map.put("casework", Set.of("incident", "report", "policy", "inventory", "mail", "database"));
        map.put("access", Set.of("incident", "report", "inventory", "mail", "database", "casework"));
        map.put("intake", Set.of("casework", "incident", "report", "inventory", "mail", "database", "fetch"));
        map.put(
                "warning",
                Set.of("casework", "incident", "report", "inventory", "mail", "knowledge", "access", "database"));
        map.put("verification", Set.of("casework", "incident", "report", "inventory", "mail", "access", "database"));
        map.put("contact", Set.of("casework", "incident", "report", "inventory", "mail", "access", "database"));
        map.put("call", Set.of("casework", "incident", "report", "inventory", "database"));
        map.put("enforcement", Set.of("casework", "incident", "report", "inventory", "database"));
        var faces = Set.of(
                "access",
                "casework",
                "incident",
                "report",
                "inventory",
                "knowledge",
                "policy",
                "mail",
                "contact",
                "database");
        map.put("desk", faces);
        map.put("portal", faces);
        map.put("api", faces);
        map.put(
                "rehearsal",
                Set.of(
                        "casework",
                        "access",
                        "inventory",
                        "mail",
                        "verification",
                        "call",
                        "enforcement",
                        "incident",
                        "report"));
        return map;
    }

    /// `OpenApiTest` holds what that package serves against the description.
    @Test
    void whatever_is_served_under_api_stands_in_its_package() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.isAnnotatedWith(RequestMapping.class))
                        .filter(type -> type.getAnnotationOfType(RequestMapping.class)
                                .value()[0]
                                .startsWith("/api"))
                        .map(ArchitectureTest::capability)
                        .distinct())
                .containsExactly("api");
    }

    @Test
    void packages_import_only_what_the_map_allows() {
        var wrong = new ArrayList<String>();
        for (var from : CLASSES) {
            var mine = capability(from);
            if (mine.isEmpty() || mine.equals("bench")) {
                continue;
            }
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                var theirs = capability(dependency.getTargetClass());
                var ours = dependency.getTargetClass().getPackageName().startsWith("duenotice");
                if (ours && !theirs.equals(mine) && !allowed(mine).contains(theirs)) {
                    wrong.add(mine + " must not import "
                            + dependency.getTargetClass().getName() + " (" + from.getSimpleName() + ")");
                }
            }
        }
        assertThat(wrong.stream().distinct()).isEmpty();
    }

    @Test
    void every_package_stands_on_the_map() {
        var found = new TreeSet<String>();
        CLASSES.forEach(one -> found.add(capability(one)));
        found.removeAll(List.of("", "bench"));
        assertThat(found).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void the_judgement_uses_the_jdk_only() {
        var wrong = new ArrayList<String>();
        for (var from : CLASSES) {
            if (Set.of("report", "incident").contains(capability(from))) {
                from.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> !target.isPrimitive())
                        .map(JavaClass::getPackageName)
                        .filter(target -> !target.startsWith("java.")
                                && !target.startsWith("duenotice.")
                                && !target.startsWith("org.jspecify"))
                        .forEach(target -> wrong.add(from.getName() + " uses " + target));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_judgement_knows_no_clock() {
        var wrong = new ArrayList<String>();
        for (var from : CLASSES) {
            if (Set.of("report", "incident").contains(capability(from))) {
                from.getMethodCallsFromSelf().stream()
                        .filter(call ->
                                call.getName().equals("now") || call.getName().equals("currentTimeMillis"))
                        .filter(call -> call.getTargetOwner().getPackageName().startsWith("java."))
                        .forEach(call -> wrong.add(call.getDescription()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> allowed(String capability) {
        return MAY_IMPORT.getOrDefault(capability, Set.of());
    }

    /// The first package below the root; vendors and formats belong to their port. Empty for the root itself.
    private static String capability(JavaClass one) {
        var name = one.getBaseComponentType().getPackageName();
        if (!name.startsWith("duenotice.")) {
            return "";
        }
        return name.substring("duenotice.".length()).split("\\.")[0];
    }
}
