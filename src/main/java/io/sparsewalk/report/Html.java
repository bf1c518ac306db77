package io.sparsewalk.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A fragment of HTML in the making. Text and attributes are escaped by the JDK's XML writer; there is no way around
 * it.
 */
final class Html {
  /** Rows of a table that is shown whole: some screens. */
  private static final int LONG = 80;
  /** Characters of a figure with its interval, and some more. */
  private static final int LONGEST_NUMBER = 24;

  private final StringWriter buffer = new StringWriter();
  private final XMLStreamWriter xml;
  private final List<String> headings = new ArrayList<>();

  /** The content of an element. */
  interface Content {
    void write();
  }

  private interface Step {
    void run() throws XMLStreamException;
  }

  Html() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(buffer);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the JDK has an XML writer", e);
    }
  }

  /**
   * An element with content.
   *
   * @param attributes names and values in turn
   */
  Html element(String name, Content content, String... attributes) {
    step(() -> {
      xml.writeStartElement(name);
      for (int a = 0; a < attributes.length; a += 2) {
        xml.writeAttribute(attributes[a], attributes[a + 1]);
      }
      // Ends the start tag, so that an empty element is never written as <div/>.
      xml.writeCharacters("");
    });
    content.write();
    step(xml::writeEndElement);
    return this;
  }

  /** An element with text. */
  Html element(String name, String text, String... attributes) {
    return element(name, () -> text(text), attributes);
  }

  /** The title of a section, which the list of contents has too. */
  Html heading(String title) {
    headings.add(title);
    return element("h2", title, "id", anchor(headings.size() - 1));
  }

  /** Titles of the sections so far. */
  List<String> headings() {
    return List.copyOf(headings);
  }

  /** What a link to a section is after the #. */
  static String anchor(int heading) {
    return "section-" + (heading + 1);
  }

  /** A paragraph aside. */
  Html note(String text) {
    return element("p", text, "class", "soft");
  }

  /** Text by itself; a line never breaks between a number and its percent sign. */
  Html text(String text) {
    step(() -> xml.writeCharacters(text.replace(" %", "\u00a0%")));
    return this;
  }

  /**
   * A table with a header; the columns after the first {@code textColumns} are numbers, but for those with a text that is longer than any
   * number. A long table is folded away.
   */
  Html table(List<String> header, int textColumns, List<List<String>> rows) {
    return rows.size() <= LONG ? unfolded(header, textColumns, rows) : element("details", () -> {
      element("summary", "Table, " + Numbers.grouped(rows.size()) + " rows");
      unfolded(header, textColumns, rows);
    }, "class", "long");
  }

  private Html unfolded(List<String> header, int textColumns, List<List<String>> rows) {
    List<String> kinds = new ArrayList<>();
    for (int c = 0; c < header.size(); c++) {
      int column = c;
      boolean isText = c < textColumns || rows.stream().anyMatch(row -> row.get(column).length() > LONGEST_NUMBER);
      kinds.add(isText ? "text" : "number");
    }
    return element("div", () -> element("table", () -> {
      element("thead", () -> row("th", header, kinds));
      element("tbody", () -> rows.forEach(row -> row("td", row, kinds)));
    }), "class", "scroll");
  }

  private void row(String cell, List<String> texts, List<String> kinds) {
    element("tr", () -> {
      for (int c = 0; c < texts.size(); c++) {
        element(cell, texts.get(c), "class", kinds.get(c));
      }
    });
  }

  private void step(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write HTML", e);
    }
  }

  @Override
  public String toString() {
    step(xml::flush);
    return buffer.toString();
  }
}
