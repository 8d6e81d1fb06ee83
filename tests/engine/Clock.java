import java.time.OffsetDateTime;
import java.util.Date;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.utils.IPreloadHandler;
import org.javarosa.core.model.utils.QuestionPreloader;

/** Lets a form believe that it is filled in at another time than now: start, end, today and today(). */
record Clock(Date at, String localDate) {
    static Clock at(String isoTime) {
        OffsetDateTime time = OffsetDateTime.parse(isoTime);
        return new Clock(Date.from(time.toInstant()), time.toLocalDate().toString());
    }

    /** JavaRosa offers no clock of its own to set, so that the date is written into the expressions. */
    String written(String xform) {
        return xform.replaceAll("\\btoday\\(\\)", "date('" + localDate + "')");
    }

    void register(QuestionPreloader preloader) {
        preloader.addPreloadHandler(new Preload("date", new DateData(at)));
        preloader.addPreloadHandler(new Preload("timestamp", new DateTimeData(at)));
    }

    private record Preload(String preloadHandled, IAnswerData time) implements IPreloadHandler {
        @Override
        public IAnswerData handlePreload(String params) {
            return params.equals("end") ? null : time;
        }

        @Override
        public boolean handlePostProcess(TreeElement node, String params) {
            if (params.equals("end")) {
                node.setAnswer(time);
            }
            return params.equals("end");
        }
    }
}
