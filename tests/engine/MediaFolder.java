import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;

/** Finds what a form names by jr://file-csv/… or jr://file/… in the media folder of the filling that is in use. */
final class MediaFolder extends PrefixedRootFactory {
    private static String folder;

    MediaFolder() {
        super(new String[] {"file-csv/", "file/", "images/"});
    }

    static void use(String media) {
        folder = media;
    }

    @Override
    protected Reference factory(String terminal, String uri) {
        return new MediaFile(uri, new File(folder, terminal));
    }

    private record MediaFile(String uri, File file) implements Reference {
        @Override
        public boolean doesBinaryExist() {
            return file.isFile();
        }

        @Override
        public InputStream getStream() throws IOException {
            return new FileInputStream(file);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return file.getPath();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            throw new IOException("media are read only");
        }

        @Override
        public void remove() throws IOException {
            throw new IOException("media are read only");
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
