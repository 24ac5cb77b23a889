import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.openxmlformats.schemas.drawingml.x2006.main.ThemeDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.DocumentDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.FontsDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.FtrDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.HdrDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.NumberingDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.SettingsDocument;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.StylesDocument;

/**
 * Judges DOCX files by the transitional schemas of ECMA-376: every part of WordprocessingML,
 * the theme, and the two lists of properties that have a schema there. A part it has no
 * schema for is an error, unless it belongs to the package itself. Prints a line a file.
 */
public class Judge {
    private interface Schema {
        XmlObject parse(InputStream in) throws Exception;
    }

    private static final Map<String, Schema> SCHEMAS = new TreeMap<>();
    private static final Pattern OF_THE_PACKAGE =
            Pattern.compile("\\[Content_Types\\]\\.xml|.*\\.rels|docProps/core\\.xml|word/media/[^/]*\\.(png|jpe?g|gif|bmp|tiff?|emf|wmf)");

    static {
        SCHEMAS.put("word/document.xml", in -> DocumentDocument.Factory.parse(in));
        SCHEMAS.put("word/header\\d+.xml", in -> HdrDocument.Factory.parse(in));
        SCHEMAS.put("word/footer\\d+.xml", in -> FtrDocument.Factory.parse(in));
        SCHEMAS.put("word/styles.xml", in -> StylesDocument.Factory.parse(in));
        SCHEMAS.put("word/settings.xml", in -> SettingsDocument.Factory.parse(in));
        SCHEMAS.put("word/numbering.xml", in -> NumberingDocument.Factory.parse(in));
        SCHEMAS.put("word/fontTable.xml", in -> FontsDocument.Factory.parse(in));
        SCHEMAS.put("word/theme/theme1.xml", in -> ThemeDocument.Factory.parse(in));
        SCHEMAS.put("docProps/app.xml", in -> org.openxmlformats.schemas.officeDocument.x2006.extendedProperties.PropertiesDocument.Factory.parse(in));
        SCHEMAS.put("docProps/custom.xml", in -> org.openxmlformats.schemas.officeDocument.x2006.customProperties.PropertiesDocument.Factory.parse(in));
    }

    public static void main(String[] files) throws Exception {
        boolean failed = files.length == 0;
        for (String file : files) {
            List<String> problems = problems(file);
            failed |= !problems.isEmpty();
            System.out.println((problems.isEmpty() ? "ok    " : "FAIL  ") + file);
            problems.forEach(problem -> System.out.println("        " + problem));
        }
        System.exit(failed ? 1 : 0);
    }

    private static List<String> problems(String file) throws Exception {
        List<String> problems = new ArrayList<>();
        try (ZipFile zip = new ZipFile(new File(file))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                String name = entry.getName();
                Schema schema = schema(name);
                if (schema == null) {
                    if (!OF_THE_PACKAGE.matcher(name).matches()) {
                        problems.add(name + ": no schema for such a part");
                    }
                    continue;
                }
                List<XmlError> errors = new ArrayList<>();
                try (InputStream in = zip.getInputStream(entry)) {
                    schema.parse(in).validate(new XmlOptions().setErrorListener(errors));
                } catch (Exception error) {
                    problems.add(name + ": " + error);
                }
                errors.forEach(error -> problems.add(name + ": " + error.getMessage()));
            }
        }
        return problems;
    }

    private static Schema schema(String name) {
        for (Map.Entry<String, Schema> known : SCHEMAS.entrySet()) {
            if (name.matches(known.getKey())) {
                return known.getValue();
            }
        }
        return null;
    }
}
