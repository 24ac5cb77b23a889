import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import org.ofdrw.core.attachment.CT_Attachment;
import org.ofdrw.core.basicStructure.doc.Document;
import org.ofdrw.core.basicStructure.outlines.CT_OutlineElem;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;

/** What ofdrw reads in each OFD, a line a thing: the file, its pages' text, outline, attachments. */
public class Judge {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            System.out.println("file\t" + file);
            try (OFDReader reader = new OFDReader(Paths.get(file))) {
                ContentExtractor content = new ContentExtractor(reader);
                for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                    System.out.println("page\t" + String.join("", content.getPageContent(page)));
                }
                Document document = reader.getDoc(0);
                if (document.getOutlines() != null) {
                    outline(document.getOutlines().getOutlineElems());
                }
                for (CT_Attachment attachment : reader.getAttachmentList()) {
                    Path path = reader.getAttachmentFile(attachment);
                    System.out.println("attachment\t" + attachment.getAttachmentName() + "\t" + path.toFile().length());
                }
            } catch (Exception problem) {
                System.out.println("problem\t" + problem);
            }
        }
    }

    private static void outline(List<CT_OutlineElem> elements) {
        for (CT_OutlineElem element : elements) {
            System.out.println("outline\t" + element.getTitle());
            outline(element.getOutlineElems());
        }
    }
}
