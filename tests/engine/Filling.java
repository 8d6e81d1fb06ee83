import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

/** One form being filled in, in the steps that Collect takes: open, answer, validate, finalize, serialize. */
final class Filling {
    final String media;
    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;

    /** Opens a form: empty, or with a saved instance; `edit` starts a new submission that replaces the saved one. */
    Filling(String media, String xform, String at, String saved, boolean edit) throws Exception {
        this.media = media;
        Clock clock = at == null ? null : Clock.at(at);
        String text = clock == null ? xform : clock.written(xform);
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (clock != null) {
            clock.register(form.getPreloader());
        }
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        if (saved != null) {
            load(saved);
        }
        form.initialize(saved == null, new InstanceInitializationFactory());
        if (edit) {
            replaceInstanceId();
        }
    }

    private void load(String saved) throws Exception {
        TreeElement savedRoot = XFormParser.restoreDataModel(saved.getBytes(StandardCharsets.UTF_8), null).getRoot();
        TreeElement root = form.getInstance().getRoot().deepCopy(true);
        root.populate(savedRoot, form);
        form.getInstance().setRoot(root);
        if (model.getLanguages() != null) {
            form.localeChanged(model.getLanguage(), form.getLocalizer());
        }
    }

    /** As Collect does for an edit: a new id, and the id before it as deprecatedID without a prefix. */
    private void replaceInstanceId() {
        TreeElement meta = form.getInstance().getRoot().getFirstChild("meta");
        TreeElement instanceId = meta.getFirstChild("instanceID");
        TreeElement deprecatedId = meta.getFirstChild("deprecatedID");
        if (deprecatedId == null) {
            deprecatedId = new TreeElement("deprecatedID");
            meta.addChild(deprecatedId);
        }
        deprecatedId.setAnswer(instanceId.getValue());
        instanceId.setAnswer(new StringData("uuid:" + UUID.randomUUID()));
    }

    void answer(String path, JsonNode value) throws Refusal {
        FormIndex index = question(path);
        String question = shown(index.getReference());
        if (!model.isIndexRelevant(index)) {
            throw new Refusal("not-relevant", question, "is not asked now");
        }
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        if (prompt.isReadOnly()) {
            throw new Refusal("read-only", question, "cannot be answered");
        }
        if (value.isNull() || value.isTextual() && value.asText().isEmpty() || value.isArray() && value.isEmpty()) {
            controller.saveAnswer(index, null, true); // a cleared widget; validation speaks later, if it must
            return;
        }
        IAnswerData answer = Answers.read(prompt, question, value);
        refuseUnlessGood(controller.answerQuestion(index, answer, true), index, answer);
    }

    private void refuseUnlessGood(int outcome, FormIndex index, IAnswerData answer) throws Refusal {
        String question = shown(index.getReference());
        if (outcome == FormEntryController.ANSWER_REQUIRED_BUT_EMPTY) {
            throw new Refusal("required", question, "needs an answer");
        }
        if (outcome == FormEntryController.ANSWER_CONSTRAINT_VIOLATED) {
            throw new Refusal("constraint", question, model.getQuestionPrompt(index).getConstraintText(answer));
        }
    }

    /** The value of any node as it would be sent, or null when it is empty or not relevant. */
    String value(String path) throws Refusal {
        List<TreeElement> found = new ArrayList<>();
        collect(form.getInstance().getRoot(), Path.parse(path), found);
        TreeElement node = only(found, path);
        return node.isRelevant() && node.getValue() != null ? node.getValue().uncast().getString() : null;
    }

    private static void collect(TreeElement node, Path path, List<TreeElement> found) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        if (path.fits(node.getRef())) {
            found.add(node);
        }
        for (int i = 0; i < node.getNumChildren(); i++) {
            collect(node.getChildAt(i), path, found);
        }
    }

    void describe(String path, ObjectNode answer) throws Refusal {
        FormIndex index = question(path);
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        answer.put("relevant", model.isIndexRelevant(index));
        answer.put("required", prompt.isRequired());
        answer.put("label", prompt.getLongText());
        ObjectNode choices = answer.putObject("choices");
        List<SelectChoice> offered = prompt.getSelectChoices();
        if (offered != null) {
            offered.forEach(choice -> choices.put(choice.getValue(), prompt.getSelectChoiceText(choice)));
        }
    }

    /** Adds instances of a repeat until there are that many. */
    void makeRepeat(String path, int number) throws Refusal {
        while (true) {
            FormIndex next = repeat(path, FormEntryController.EVENT_PROMPT_NEW_REPEAT, 0);
            if (!model.isIndexRelevant(next)) {
                throw new Refusal("not-relevant", path, "is not asked now");
            }
            if (next.getReference().getMultLast() >= number) {
                return;
            }
            controller.newRepeat(next);
        }
    }

    void dropRepeat(String path, int number) throws Refusal {
        controller.deleteRepeat(repeat(path, FormEntryController.EVENT_REPEAT, number));
    }

    private FormIndex repeat(String path, int event, int number) throws Refusal {
        List<FormIndex> found = new ArrayList<>();
        for (FormIndex index : indexes(path)) {
            boolean numbered = number == 0 || index.getReference().getMultLast() == number - 1;
            if (model.getEvent(index) == event && numbered) {
                found.add(index);
            }
        }
        return only(found, path);
    }

    private FormIndex question(String path) throws Refusal {
        List<FormIndex> found = indexes(path);
        found.removeIf(index -> model.getEvent(index) != FormEntryController.EVENT_QUESTION);
        return only(found, path);
    }

    private List<FormIndex> indexes(String path) {
        Path wanted = Path.parse(path);
        List<FormIndex> found = new ArrayList<>();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        for (; index.isInForm(); index = model.incrementIndex(index)) {
            model.setQuestionIndex(index); // whoever comes to a counted repeat finds its instances
            if (wanted.fits(index.getReference())) {
                found.add(index);
            }
        }
        return found;
    }

    private static <T> T only(List<T> found, String path) throws Refusal {
        if (found.isEmpty()) {
            throw new Refusal("unknown", path, "no such question");
        }
        if (found.size() > 1) {
            throw new Refusal("ambiguous", path, "fits " + found.size() + " places, say which");
        }
        return found.get(0);
    }

    /** A path as people write it: positions only where a repeat has more than one instance. */
    private static String shown(TreeReference reference) {
        return reference.toString(false).replace("[1]", "");
    }

    String xml() throws Exception {
        return new String(new XFormSerializingVisitor().serializeInstance(form.getInstance()), StandardCharsets.UTF_8);
    }

    /** Validates everything, also what was never looked at; then what Collect does before it sends. */
    void complete(ObjectNode answer) throws Exception {
        ValidateOutcome invalid = form.validate();
        if (invalid != null) {
            IAnswerData given = model.getQuestionPrompt(invalid.failedPrompt).getAnswerValue();
            refuseUnlessGood(invalid.outcome, invalid.failedPrompt, given);
        }
        controller.finalizeFormEntry();
        answer.put("xml", xml());
        ArrayNode files = answer.putArray("files");
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        for (; index.isInForm(); index = model.incrementIndex(index)) {
            if (model.getEvent(index) == FormEntryController.EVENT_QUESTION && model.isIndexRelevant(index)) {
                FormEntryPrompt prompt = model.getQuestionPrompt(index);
                if (Answers.isFile(prompt) && prompt.getAnswerValue() != null) {
                    files.add(prompt.getAnswerText());
                }
            }
        }
    }
}
