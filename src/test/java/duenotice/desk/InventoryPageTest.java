package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page with sources in every state that they can be in, and the imports. */
class InventoryPageTest {
    private PagesUnderTest desk;

    @BeforeEach
    void start() {
        desk = DeskTest.withDesk();
        source("fresh", "null", "null", 0, "null", true);
        source("good", "now()", "null", 0, "null", true);
        source("locked", "now()", "'HTTP 401: we are not let in <b>'", 6, "null", true);
        source("shrunk", "now()", "'it would remove 40 of 100 servers'", 1, "40", true);
        source("old", "now()", "null", 0, "null", false);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private void source(String name, String success, String error, int failures, String doubted, boolean scheduled) {
        desk.transactions()
                .jdbc()
                .sql("""
                        insert into inventory_source (name, kind, every, scheduled, since, next_at, last_success_at,
                                                      last_error_at, last_error, failures, doubted, remarks, remark_count)
                        values ('%1$s', 'netbox', 'PT1H', %6$s, :next, :next, %2$s, case when %3$s is null then null else now() end,
                                %3$s, %4$d, %5$s, '{device 7: its name is missing}', 1)
                        """.formatted(name, success, error, failures, doubted, scheduled))
                .param("next", desk.casework.now().plus(Duration.ofHours(5)).atOffset(ZoneOffset.UTC))
                .update();
    }

    private Browser as(String name) {
        var browser = desk.browser();
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", name, "password", "rehearsal-" + name));
        return browser;
    }

    @Test
    void every_source_says_how_it_stands_and_leads_let_through_and_undo() {
        var page = as("agent").get("/desk/inventory").document();
        assertThat(page.select("#sources tbody th span").eachText())
                .containsExactly("locked", "shrunk", "fresh", "good", "old");
        assertThat(page.select("#sources .state").eachText())
                .containsExactly("fails, 6 times", "stopped", "not yet read", "in order", "no longer set");
        assertThat(page.text()).contains("HTTP 401: we are not let in <b>", "device 7: its name is missing");
        assertThat(page.select("main form")).as("agents only look").isEmpty();

        var lead = as("lead");
        var forms = lead.get("/desk/inventory");
        assertThat(forms.document().select("form[name=let-shrunk]")).hasSize(1);
        assertThat(forms.document().select("form[name=read-old]")).isEmpty();
        assertThat(lead.submit(forms.form("form[name=let-shrunk]"), Map.of("reason", ""))
                        .status())
                .isEqualTo(422);
        lead.submit(forms.form("form[name=let-shrunk]"), Map.of("reason", "the hall is closed"));
        assertThat(desk.transactions()
                        .jdbc()
                        .sql(
                                "select let_through || ' ' || let_through_reason from inventory_source where name = 'shrunk'")
                        .query(String.class)
                        .single())
                .isEqualTo("40 the hall is closed");

        assertThat(forms.document().select("form[name=undo]")).hasSize(1);
        var number = forms.document().select("#imports tbody a").first();
        assertThat(number).isNotNull();
        assertThat(lead.get(number.attr("href"))
                        .document()
                        .select("#changes li")
                        .eachText())
                .anyMatch(line -> line.startsWith("added server"));
        lead.submit(forms.form("form[name=undo]"), Map.of("reason", "the wrong file"));
        assertThat(lead.get("/desk/inventory").document().select("#imports").text())
                .contains("undone: ", "the wrong file", "(undone since)");
    }
}
