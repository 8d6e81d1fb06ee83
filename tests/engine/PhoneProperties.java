import java.util.List;
import java.util.Map;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;

/** What the phone knows about itself and its user: deviceid, username and the like. */
record PhoneProperties(Map<String, String> known) implements IPropertyManager {
    @Override
    public String getSingularProperty(String name) {
        return known.getOrDefault(name, "");
    }

    @Override
    public List<String> getProperty(String name) {
        return List.of(getSingularProperty(name));
    }

    @Override
    public void setProperty(String name, String value) {
        known.put(name, value);
    }

    @Override
    public void setProperty(String name, List<String> value) {
        throw new UnsupportedOperationException("a phone has one value of " + name);
    }

    @Override
    public void addRules(IPropertyRules rules) {}

    @Override
    public List<IPropertyRules> getRules() {
        return List.of();
    }
}
