import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.GeoPointData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.TimeData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.form.api.FormEntryPrompt;

/** Turns what a test answers into what the question's widget would give the engine. */
final class Answers {
    private static final Set<Integer> FILES = Set.of(
            Constants.CONTROL_UPLOAD,
            Constants.CONTROL_IMAGE_CHOOSE,
            Constants.CONTROL_AUDIO_CAPTURE,
            Constants.CONTROL_VIDEO_CAPTURE,
            Constants.CONTROL_FILE_CAPTURE);

    private static final Set<Integer> SEVERAL = Set.of(Constants.CONTROL_SELECT_MULTI, Constants.CONTROL_RANK);

    private Answers() {}

    static boolean isFile(FormEntryPrompt prompt) {
        return FILES.contains(prompt.getControlType());
    }

    /** The typed answer; throws a Refusal when the widget could not have produced it. */
    static IAnswerData read(FormEntryPrompt prompt, String question, JsonNode value) throws Refusal {
        if (prompt.getControlType() == Constants.CONTROL_SELECT_ONE) {
            return new SelectOneData(choose(prompt, question, value.asText()));
        }
        if (SEVERAL.contains(prompt.getControlType())) {
            return new SelectMultiData(chooseAll(prompt, question, value));
        }
        try {
            return typed(prompt.getDataType(), value.asText());
        } catch (IllegalArgumentException notOfThatType) {
            throw new Refusal("wrong-type", question, "cannot be typed into this question: " + value);
        }
    }

    private static IAnswerData typed(int dataType, String text) {
        return switch (dataType) {
            case Constants.DATATYPE_INTEGER -> new IntegerData(Integer.parseInt(text));
            case Constants.DATATYPE_DECIMAL -> new DecimalData(Double.parseDouble(text));
            case Constants.DATATYPE_DATE -> new DateData(date(DateUtils.parseDate(text)));
            case Constants.DATATYPE_TIME -> new TimeData(date(DateUtils.parseTime(text)));
            case Constants.DATATYPE_DATE_TIME -> new DateTimeData(date(DateUtils.parseDateTime(text)));
            case Constants.DATATYPE_GEOPOINT -> new GeoPointData(point(text));
            default -> new StringData(text);
        };
    }

    private static Date date(Date parsed) {
        if (parsed == null) {
            throw new IllegalArgumentException("not a date");
        }
        return parsed;
    }

    /** Latitude, longitude, altitude, accuracy; a phone always sends four. */
    private static double[] point(String text) {
        double[] parts = Arrays.stream(text.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
        return Arrays.copyOf(parts, 4);
    }

    private static List<Selection> chooseAll(FormEntryPrompt prompt, String question, JsonNode value) throws Refusal {
        List<Selection> chosen = new ArrayList<>();
        for (JsonNode one : value) {
            chosen.add(choose(prompt, question, one.asText()));
        }
        return chosen;
    }

    private static Selection choose(FormEntryPrompt prompt, String question, String name) throws Refusal {
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (choice.getValue().equals(name)) {
                return choice.selection();
            }
        }
        throw new Refusal("not-a-choice", question, "not among the choices: " + name);
    }
}
