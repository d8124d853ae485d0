package duenotice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Changes of contacts as staff enter, confirm and undo them (R31). */
class ContactCallsTest {
    private static final String CHANGES = "/contacts/changes";

    @Test
    void staff_write_down_confirm_on_the_phone_and_undo() {
        try (var api = new ApiUnderTest()) {
            api.post("auditor", CHANGES, "{\"customer\": \"kite\", \"email\": \"x@kite.example\"}")
                    .is(403);
            api.post("agent", CHANGES, "{\"customer\": \"nobody\", \"name\": \"Ada\"}")
                    .refused(422, "there is no customer nobody");
            api.post("agent", CHANGES, "{\"customer\": \"kite\", \"email\": \"new@kite.example\"}")
                    .refused(422, "which contact is meant");
            api.post("agent", CHANGES, "{\"customer\": \"kite\", \"name\": \"Ada\", \"phones\": [\"112\"]}")
                    .refused(422, "must begin with +");
            var change = api.post(
                            "agent",
                            CHANGES,
                            "{\"customer\": \"kite\", \"name\": \"Ada\", \"email\": \"new@kite.example\"}")
                    .is(201)
                    .json();
            assertThat(change.path("state").asString()).isEqualTo("proposed");
            assertThat(change.path("numbersOnFile").get(0).asString()).isEqualTo("+4930901820");

            var path = CHANGES + "/" + change.path("id").asString();
            api.post("agent", path + "/call-back", "{\"number\": \"+4930901899\"}")
                    .refused(422, "was not on file");
            api.post("agent", path + "/call-back", "{\"number\": \"+4930901820\", \"note\": \"Ada herself\"}")
                    .is(200);
            api.post("agent", path + "/call-back", "{\"number\": \"+4930901820\"}")
                    .refused(409, "decided already");
            var confirmed = api.get("auditor", path).is(200).json();
            assertThat(confirmed.path("confirmedBy").asString()).isEqualTo("call-back");
            assertThat(confirmed.path("history").size()).isEqualTo(2);
            assertThat(api.inventory.contactBook().at("new@kite.example"))
                    .as("no authority before the old channels are told")
                    .isEmpty();

            api.post("agent", path + "/undo", "{}").refused(422, "reason is missing");
            api.post("lead", path + "/undo", "{\"reason\": \"it was not Ada\"}").is(200);
            assertThat(api.get("agent", CHANGES + "?customer=kite")
                            .json()
                            .get(0)
                            .path("state")
                            .asString())
                    .isEqualTo("undone");
            assertThat(api.inventory.contactBook().at("ada@kite.example")).hasSize(1);
            api.get("agent", CHANGES + "/999").refused(404, "no contact change 999");
            assertThat(api.get("agent", "/contacts/cases").is(200).json()).isEmpty();
        }
    }
}
