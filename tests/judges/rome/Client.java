import com.rometools.rome.feed.synd.SyndEnclosure;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * A portal on ROME: polls a feed twice by its entity tag, downloads every enclosure.
 *
 * <p>Lines, tab-separated: `again STATUS`; `feed ID TITLE`; `entry ID TITLE UPDATED REVISION`;
 * `file HREF TYPE LENGTH-SAID LENGTH SHA256`.
 */
public final class Client {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Namespace REPORT = Namespace.getNamespace("urn:x-nianbao:xxgk-report:1");

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        HttpResponse<byte[]> first = get(HttpRequest.newBuilder(URI.create(arguments[0])).build());
        String tag = first.headers().firstValue("ETag").orElse("");
        HttpRequest again =
                HttpRequest.newBuilder(URI.create(arguments[0])).header("If-None-Match", tag).build();
        out.println("again\t" + get(again).statusCode());
        SyndFeed feed =
                new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(first.body())));
        out.println("feed\t" + feed.getUri() + "\t" + feed.getTitle());
        for (SyndEntry entry : feed.getEntries()) {
            String revision = "";
            for (Element foreign : entry.getForeignMarkup()) {
                if (foreign.getName().equals("report") && foreign.getNamespace().equals(REPORT)) {
                    revision = foreign.getAttributeValue("revision");
                }
            }
            out.println(String.join("\t", "entry", entry.getUri(), entry.getTitle(),
                    entry.getUpdatedDate().toInstant().toString(), revision));
            for (SyndEnclosure file : entry.getEnclosures()) {
                byte[] bytes = get(HttpRequest.newBuilder(URI.create(file.getUrl())).build()).body();
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
                out.println(String.join("\t", "file", file.getUrl(), file.getType(),
                        Long.toString(file.getLength()), Integer.toString(bytes.length),
                        HexFormat.of().formatHex(sum)));
            }
        }
    }

    private static HttpResponse<byte[]> get(HttpRequest request) throws Exception {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
