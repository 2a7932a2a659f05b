import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.DefaultReportImpl;
import java.io.File;

/** usage: java -cp epubcheck.jar:lib/*:. EpubCheckAll FILE... ; one line a book, all in one process. */
public class EpubCheckAll {
  public static void main(String[] files) {
    int bad = 0;
    for (String file : files) {
      DefaultReportImpl report = new DefaultReportImpl(file);
      new EpubCheck(new File(file), report).doValidate();
      int found = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
      System.out.println((found == 0 ? "PASS " : "FAIL ") + file);
      if (found != 0) bad++;
    }
    System.exit(bad == 0 ? 0 : 1);
  }
}
