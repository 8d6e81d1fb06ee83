import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.model.xform.XFormsModule;

/**
 * Fills in forms with JavaRosa, the engine inside ODK Collect.
 *
 * <p>One JSON request per line comes in on stdin, one JSON answer per line goes out on stdout. Every request but "open"
 * names the filling it is about.
 */
public final class Filler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Filling> fillings = new HashMap<>();

    public static void main(String[] args) throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err); // JavaRosa prints warnings there, and stdout is ours.
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new MediaFolder());
        Filler filler = new Filler();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(filler.answerTo(JSON.readTree(line)));
        }
    }

    private ObjectNode answerTo(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            perform(request, answer);
        } catch (Refusal refusal) {
            answer.putObject("refused")
                    .put("reason", refusal.reason)
                    .put("question", refusal.question)
                    .put("message", refusal.getMessage());
        } catch (Exception | StackOverflowError fault) {
            StringWriter trace = new StringWriter();
            fault.printStackTrace(new PrintWriter(trace));
            answer.put("fault", trace.toString());
        }
        return answer;
    }

    private void perform(JsonNode request, ObjectNode answer) throws Exception {
        String id = request.path("filling").asText();
        if (request.path("do").asText().equals("open")) {
            fillings.put(id, open(request));
            return;
        }
        Filling filling = fillings.get(id);
        MediaFolder.use(filling.media);
        String path = request.path("path").asText();
        switch (request.path("do").asText()) {
            case "answer" -> filling.answer(path, request.get("value"));
            case "value" -> answer.put("value", filling.value(path));
            case "question" -> filling.describe(path, answer);
            case "repeat" -> filling.makeRepeat(path, request.get("number").asInt());
            case "drop" -> filling.dropRepeat(path, request.get("number").asInt());
            case "save" -> answer.put("xml", filling.xml());
            case "finalize" -> filling.complete(answer);
            case "close" -> fillings.remove(id);
            default -> throw new IllegalArgumentException(request.toString());
        }
    }

    private static Filling open(JsonNode request) throws Exception {
        String media = request.path("media").asText();
        MediaFolder.use(media);
        Map<String, String> properties = new HashMap<>();
        request.path("properties").fields().forEachRemaining(p -> properties.put(p.getKey(), p.getValue().asText()));
        PropertyManager.setPropertyManager(new PhoneProperties(properties));
        String at = request.hasNonNull("at") ? request.get("at").asText() : null;
        String saved = request.hasNonNull("instance") ? request.get("instance").asText() : null;
        return new Filling(media, request.get("form").asText(), at, saved, request.path("edit").asBoolean());
    }
}
