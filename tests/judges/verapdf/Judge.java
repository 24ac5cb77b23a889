import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDFs by every standard that they themselves claim in their metadata: veraPDF for
 * each part of PDF/A and for PDF/UA, PDFBox preflight besides for PDF/A-1b. A file that
 * claims nothing has failed. Prints a line a file and standard, and `N passed, N failed`.
 */
public class Judge {
    private static int passed = 0;
    private static int failed = 0;

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            List<String> claims = claims(file);
            if (claims.isEmpty()) {
                report(file, "claims no standard", Set.of("no pdfaid or pdfuaid in its metadata"));
            }
            for (String claim : claims) {
                report(file, "veraPDF " + claim, vera(file, claim));
                if (claim.equals("1b") || claim.equals("1a")) {
                    report(file, "preflight 1b", preflight(file));
                }
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    /** `1b`, `2a`, `4`, `ua1` … as the metadata has it, which is never compressed. */
    private static List<String> claims(String file) throws Exception {
        String text = new String(Files.readAllBytes(new File(file).toPath()), StandardCharsets.ISO_8859_1);
        List<String> claims = new ArrayList<>();
        String part = first(text, "<pdfaid:part>(\\d)</pdfaid:part>");
        String level = first(text, "<pdfaid:conformance>(\\w)</pdfaid:conformance>");
        if (part != null) {
            claims.add(part + (level == null ? "" : level.toLowerCase()));
        }
        String universal = first(text, "<pdfuaid:part>(\\d)</pdfuaid:part>");
        if (universal != null) {
            claims.add("ua" + universal);
        }
        return claims;
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static Set<String> vera(String file, String claim) {
        Set<String> problems = new TreeSet<>();
        PDFAFlavour flavour = PDFAFlavour.fromString(claim);
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    problems.add(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber() + " " + test.getMessage());
                }
            }
            if (problems.isEmpty() && !result.isCompliant()) {
                problems.add("not compliant");
            }
        } catch (Exception error) {
            problems.add(error.toString());
        }
        return problems;
    }

    private static Set<String> preflight(String file) throws Exception {
        org.apache.pdfbox.preflight.ValidationResult result;
        PreflightParser parser = new PreflightParser(new File(file));
        try {
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                result = document.getResult();
            }
        } catch (SyntaxValidationException error) {
            result = error.getResult();
        }
        Set<String> problems = new TreeSet<>();
        for (var error : result.getErrorsList()) {
            // Its one false alarm: it does not follow the reference of a bookmark's /Dest.
            boolean isFalseAlarm = error.getErrorCode().equals("1.2.3")
                    && error.getDetails().contains("can't convert to Destination");
            if (!isFalseAlarm) {
                problems.add(error.getErrorCode() + " " + error.getDetails());
            }
        }
        return problems;
    }

    private static void report(String file, String what, Set<String> problems) {
        boolean ok = problems.isEmpty();
        if (ok) passed++; else failed++;
        System.out.println((ok ? "ok    " : "FAIL  ") + new File(file).getName() + ": " + what);
        problems.forEach(problem -> System.out.println("        " + problem));
    }
}
