import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.javarosa.core.model.instance.TreeReference;

/**
 * How a test names a question: its name, or as much of its path as is needed: `line[2]/line_amount`.
 *
 * <p>A leading slash means the whole path. A step without a position fits every position.
 */
record Path(boolean whole, List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("([^\\[]+)(?:\\[(\\d+)])?");

    record Step(String name, int position) {
        boolean fits(TreeReference reference, int level) {
            int there = Math.max(reference.getMultiplicity(level), 0) + 1;
            return name.equals(reference.getName(level)) && (position == 0 || position == there);
        }
    }

    static Path parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.replaceFirst("^/", "").split("/")) {
            Matcher step = STEP.matcher(part);
            if (!step.matches()) {
                throw new IllegalArgumentException("not a path: " + text);
            }
            steps.add(new Step(step.group(1), step.group(2) == null ? 0 : Integer.parseInt(step.group(2))));
        }
        return new Path(text.startsWith("/"), steps);
    }

    boolean fits(TreeReference reference) {
        int level = reference.size() - 1;
        int step = steps.size() - 1;
        if (whole && level != step || level < 0 || !steps.get(step).fits(reference, level)) {
            return false;
        }
        while (--level >= 0 && step > 0) {
            if (steps.get(step - 1).fits(reference, level)) {
                step--;
            } else if (whole) {
                return false;
            }
        }
        return step == 0;
    }
}
