package duenotice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get a policy file wrong ends with its file, its line and a sentence that helps. */
class PolicyRefusedTest {
    @TempDir
    Path folder;

    private static final String GOOD = """
            policy: gold
            types: [messaging/*, connection/ddos]
            ladder:
              - warn: { answer-within: 2h }
              - call: { answer-within: 2h }
              - cut:  { measure: network-off }
            quiet: 24h
            """;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                wrong(
                        5,
                        "answer-withn",
                        "answer-within: 2h }\n  - cut",
                        "answer-withn: 2h }\n  - cut",
                        "did you mean 'answer-within'?"),
                wrong(
                        5,
                        "missing key",
                        "call: { answer-within: 2h }",
                        "call: { passes: 2 }",
                        "'call' needs the key 'answer-within'"),
                wrong(1, "no name", "policy: gold\n", "", "needs the key 'policy'"),
                wrong(
                        1,
                        "bad name",
                        "policy: gold",
                        "policy: Gold Plan",
                        "'policy' is 'Gold Plan'; it must be a name: small letters, digits and hyphens"),
                wrong(
                        7,
                        "unknown key",
                        "quiet: 24h",
                        "colour: red",
                        "unknown key 'colour' in the file; known are policy, types"),
                wrong(7, "no unit", "quiet: 24h", "quiet: 24", "a number with its unit, as 30m, 2h or 3d"),
                wrong(7, "no duration", "quiet: 24h", "quiet: 1 day", "'quiet' is '1 day'; it must be a duration"),
                wrong(
                        4,
                        "no time",
                        "warn: { answer-within: 2h",
                        "warn: { answer-within: 0h",
                        "'0h' is no time to wait"),
                wrong(7, "too long", "quiet: 24h", "quiet: 999d", "longer than a year"),
                wrong(7, "empty value", "quiet: 24h", "quiet:", "'quiet' is empty"),
                wrong(
                        6,
                        "unknown measure",
                        "network-off",
                        "lights-off",
                        "'measure' is 'lights-off'; it must be one of network-off, power-off"),
                wrong(
                        6,
                        "no measure",
                        "{ measure: network-off }",
                        "{ approval: one }",
                        "'cut' needs the key 'measure'"),
                wrong(
                        6,
                        "unknown approval",
                        "measure: network-off",
                        "measure: network-off, approval: three",
                        "one of none, one, two"),
                wrong(
                        5,
                        "no passes",
                        "answer-within: 2h }\n  - cut",
                        "answer-within: 2h, passes: 0 }\n  - cut",
                        "it must be from 1 to 5"),
                wrong(
                        5,
                        "hours over midnight",
                        "answer-within: 2h }\n  - cut",
                        "answer-within: 2h, hours: 20:00-08:00 }\n  - cut",
                        "'20:00-08:00' is no span of hours such as 08:00-20:00, within one day"),
                wrong(
                        4,
                        "two steps in one",
                        "  - warn: { answer-within: 2h }\n  -",
                        "  - warn: { answer-within: 2h }\n   ",
                        "a step of the ladder is exactly one of notice, warn, call, cut"),
                wrong(4, "unknown step", "warn: {", "wran: {", "unknown key 'wran' in 'ladder'; did you mean 'warn'?"),
                wrong(
                        3,
                        "no list",
                        "ladder:\n  - warn: { answer-within: 2h }\n  - call: { answer-within: 2h }\n  - cut:  { measure: network-off }",
                        "ladder: quick",
                        "'ladder' is 'quick'; it must be a list"),
                wrong(
                        3,
                        "empty ladder",
                        "ladder:\n  - warn: { answer-within: 2h }\n  - call: { answer-within: 2h }\n  - cut:  { measure: network-off }",
                        "ladder: []",
                        "'ladder' must not be empty"),
                wrong(
                        5,
                        "cut without call",
                        "  - call: { answer-within: 2h }\n",
                        "",
                        "a cut needs a warn and a call before it"),
                wrong(
                        4,
                        "cut without warn",
                        "  - warn: { answer-within: 2h }\n  - call: { answer-within: 2h }\n",
                        "",
                        "a cut needs a warn and a call before it"),
                wrong(
                        4,
                        "call first",
                        "  - warn: { answer-within: 2h }\n  - call: { answer-within: 2h }\n",
                        "  - call: { answer-within: 2h }\n  - warn: { answer-within: 2h }\n",
                        "the step 'call' is out of place"),
                wrong(
                        5,
                        "warn twice",
                        "- call: { answer-within: 2h }\n  - cut:  { measure: network-off }",
                        "- warn: { answer-within: 1h }",
                        "the step 'warn' is out of place"),
                wrong(6, "notice before", "- warn: { answer-within: 2h }", "- notice: {}", "a cut needs a warn"),
                wrong(
                        4,
                        "cut first",
                        "- warn: { answer-within: 2h }\n  - call: { answer-within: 2h }\n  - cut:  { measure: network-off }",
                        "- cut:  { measure: network-off }\n  - notice: {}\n  - call: { answer-within: 2h }",
                        "only the policy 'emergency' may cut first"),
                wrong(
                        7,
                        "quiet too short",
                        "quiet: 24h",
                        "quiet: 3h",
                        "quiet is 3h, shorter than the ladder's answer times together (4h)"),
                wrong(
                        2,
                        "misspelt type",
                        "messaging/*",
                        "mesaging/*",
                        "there is no type 'mesaging/*'; did you mean 'messaging/*'?"),
                wrong(
                        2,
                        "no type at all",
                        "messaging/*",
                        "everything",
                        "'types' is 'everything'; it must be a type: one of XARF 4.2, as messaging/spam"),
                wrong(2, "type twice", "messaging/*", "connection/ddos", "'types' names something twice"),
                wrong(1, "serves nothing", "types: [messaging/*, connection/ddos]\n", "", "serves nothing"),
                wrong(
                        8,
                        "key twice",
                        "quiet: 24h",
                        "quiet: 24h\nquiet: 30h",
                        "the key 'quiet' stands here a second time; it is in line 7 already"),
                wrong(
                        8,
                        "repeat too short",
                        "quiet: 24h",
                        "quiet: 24h\nrepeat: { within: 30d, answer-within: 20m }",
                        "to 30m, not below"),
                wrong(
                        8,
                        "repeat longer",
                        "quiet: 24h",
                        "quiet: 24h\nrepeat: { within: 30d, answer-within: 3h }",
                        "may only shorten the answer time, which is 2h"),
                wrong(
                        6,
                        "restore without cut",
                        "  - cut:  { measure: network-off }",
                        "restore: { needs: [statement] }",
                        "nothing is restored where nothing is cut"),
                wrong(
                        8,
                        "no need",
                        "quiet: 24h",
                        "quiet: 24h\nrestore: { needs: [luck] }",
                        "'needs' is 'luck'; it must be one of statement, verification"),
                wrong(
                        8,
                        "unknown zone",
                        "quiet: 24h",
                        "quiet: 24h\ncalendar: { zone: Europe/Berlim, from: '09:00', until: '18:00' }",
                        "there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?"),
                wrong(
                        8,
                        "day backwards",
                        "quiet: 24h",
                        "quiet: 24h\ncalendar: { zone: UTC, from: '18:00', until: '09:00' }",
                        "ends at 09:00, which is not after its start"),
                wrong(
                        8,
                        "no time of day",
                        "quiet: 24h",
                        "quiet: 24h\ncalendar: { zone: UTC, from: 9, until: '18:00' }",
                        "hours and minutes, as 09:00"),
                wrong(
                        9,
                        "no such holiday",
                        "quiet: 24h",
                        "quiet: 24h\ncalendar: { zone: UTC, from: '09:00', until: '18:00', holidays: [\n  2026-02-30 ] }",
                        "there is no day '2026-02-30'"),
                wrong(
                        2,
                        "victim warned",
                        "types: [messaging/*, connection/ddos]",
                        "categories: [server-under-attack]",
                        "a victim is only told"),
                wrong(
                        2,
                        "no category",
                        "types: [messaging/*, connection/ddos]",
                        "categories: [mischief]",
                        "one of email-compromise"),
                wrong(7, "an anchor", "quiet: 24h", "quiet: &time 24h", "anchors and aliases are not read here"));
    }

    private static Arguments wrong(int line, String what, String replaced, String by, String sentence) {
        assertThat(GOOD).contains(replaced);
        return Arguments.of(what, line, GOOD.replace(replaced, by), sentence);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void a_mistake_is_named_with_its_file_and_line(String what, int line, String text, String sentence)
            throws IOException {
        var file = write("gold.yaml", text);

        var refused = catchThrowableOfType(PolicyRefused.class, () -> PolicyBook.with(folder));

        assertThat(refused).as("the refusal").isNotNull();
        assertThat(refused.problems()).as(refused.getMessage()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(file.toString());
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.sentence()).contains(sentence);
        });
        assertThat(refused).hasMessageContaining(file + ":" + line + ": ");
    }

    @Test
    void the_text_that_the_mistakes_are_made_in_is_good() throws IOException {
        write("gold.yaml", GOOD);

        assertThat(PolicyBook.with(folder).find("gold")).isPresent();
    }

    @Test
    void what_is_no_yaml_is_refused_with_the_line() throws IOException {
        var file = write("broken.yaml", "policy: gold\nladder: [\nquiet: 24h\n");

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .isInstanceOf(PolicyRefused.class)
                .hasMessageStartingWith(file + ":4: this is not YAML")
                .hasMessageContaining("line 2");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        write("empty.yaml", "# nothing yet\n");

        assertThatThrownBy(() -> PolicyBook.with(folder)).hasMessageContaining("the file is empty");
    }

    @Test
    void two_files_cannot_have_one_name() throws IOException {
        var first = write("a.yaml", GOOD);
        var second = write("b.yml", "# the same again\n" + GOOD);

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .hasMessage("%s:2: the policy 'gold' stands in %s already; two files cannot have one name"
                        .formatted(second, first));
    }

    @Test
    void all_mistakes_of_all_files_are_told_at_once() throws IOException {
        write("a.yaml", GOOD.replace("quiet: 24h", "quiet: 3h"));
        write("b.yaml", GOOD.replace("warn:", "wran:").replace("quiet: 24h", "quite: 24h"));

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .hasMessageContaining("a.yaml:7: ")
                .hasMessageContaining("b.yaml:4: ")
                .hasMessageContaining("b.yaml:7: ");
    }

    @Test
    void a_replaced_policy_may_not_take_types_of_another() throws IOException {
        var file = write(
                "content.yaml", GOOD.replace("policy: gold", "policy: content").replace("messaging/*", "content/*"));

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .hasMessageContaining(file
                        + ":2: content/malware is served by content and network-off; every type must have one policy")
                .hasMessageContaining("connection/ddos is served by");
    }

    @Test
    void the_informing_policies_stay_so() throws IOException {
        var file = write("information.yaml", GOOD.replace("policy: gold", "policy: information"));

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .hasMessageContaining(file + ":3: the policy 'information' only tells");
    }

    @Test
    void a_reminder_that_never_comes_is_refused() throws IOException {
        var file = write("soft.yaml", """
                policy: soft
                types: [messaging/*]
                ladder:
                  - notice: { remind-after: 3d }
                quiet: 24h
                """);

        assertThatThrownBy(() -> PolicyBook.with(folder))
                .hasMessageContaining(file + ":4: the reminder after 72h would never go out");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> PolicyBook.with(folder.resolve("nowhere")))
                .isInstanceOf(PolicyRefused.class)
                .hasMessageContaining("nowhere: the folder of policies cannot be read");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
