package duenotice.api;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** One act for many ids: what could be done is done, what was refused is listed with its reason. */
final class Many {
    private Many() {}

    /** @throws CallRefused with the first refusal where nothing could be done */
    static ResponseEntity<JsonNode> each(List<String> ids, String done, Consumer<String> act) {
        var json = Json.object();
        var well = json.putArray(done);
        var refused = json.putArray("refused");
        var first = java.util.Optional.<CallRefused>empty();
        for (var id : ids) {
            try {
                act.accept(id);
                well.add(id);
            } catch (CallRefused no) {
                first = first.isEmpty() ? java.util.Optional.of(no) : first;
                refused.addObject().put("id", id).put("detail", no.getMessage());
            }
        }
        if (well.isEmpty()) {
            throw first.orElseThrow();
        }
        return ResponseEntity.status(HttpStatus.OK).body(json);
    }
}
