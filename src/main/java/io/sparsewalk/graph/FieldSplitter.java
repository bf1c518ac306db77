package io.sparsewalk.graph;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The fields of a line as text: for looking at the first lines and for small files; {@link EdgeLineParser} is the fast twin. */
public final class FieldSplitter {
  private static final int MOST_COLUMNS = 1 << 16;
  private static final int BUFFER = 1 << 12;
  /** A word among blanks, or what is in quotes if they are around the whole word. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+)*+)\"(?=[ \t\r]|$)|[^ \t\r]++");

  private final CsvParser parser;

  /**
   * @param separator a blank for any run of blanks and tabs; quotes as in RFC 4180
   */
  public FieldSplitter(char separator) {
    if (separator == ' ') {
      parser = null;
      return;
    }
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator);
    settings.getFormat().setQuote('"');
    settings.getFormat().setQuoteEscape('"');
    settings.getFormat().setComment('\0');
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setInputBufferSize(BUFFER);
    settings.setMaxCharsPerColumn(-1);
    settings.setIgnoreLeadingWhitespaces(true);
    settings.setIgnoreTrailingWhitespaces(true);
    parser = new CsvParser(settings);
  }

  /** Fields of a line that is not blank. */
  public List<String> split(String line) {
    if (parser == null) {
      return WORD.matcher(line).results().map(FieldSplitter::word).toList();
    }
    String[] fields = parser.parseLine(line);
    return fields == null ? List.of("") : List.of(fields);
  }

  private static String word(MatchResult match) {
    return match.group(1) == null ? match.group() : match.group(1).replace("\"\"", "\"");
  }
}
